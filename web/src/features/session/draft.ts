/** A form whose content is a draft on this machine until it is done. */

import type { FormInstance } from 'antd';
import { useEffect, useState } from 'react';
import { useSession } from './session';

/** `name`: under which the draft is kept; without one nothing is. */
export function useDraft<Values>(form: FormInstance<Values>, name: string | undefined) {
  const { drafts } = useSession();
  const [kept, setKept] = useState(true);
  useEffect(() => {
    const draft = name === undefined ? null : drafts.read<Parameters<typeof form.setFieldsValue>[0]>(name);
    if (draft !== null) form.setFieldsValue(draft);
    // Once, when the form opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);
  return {
    /** False when the store is full or forbidden: the page has to say so. */
    kept,
    keep: () => { if (name !== undefined) setKept(drafts.keep(name, form.getFieldsValue(true))); },
    drop: () => { if (name !== undefined) drafts.drop(name); },
  };
}
