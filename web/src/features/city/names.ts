import { districtName } from '../../lib/places';
import { useLang } from '../../ui/lang';
import type { By } from './groups';

/** The name of a group for people; districts come as codes where the ledger has none of their spaces. */
export function useGroupName() {
  const { t, code, lang } = useLang();
  return (by: By, key: string | null | undefined): string => {
    if (key == null) return t('city.notSaid');
    if (by === 'kind') return code('kind', key);
    if (by === 'project_kind') return code('project', key);
    return by === 'district' ? districtName(key, lang) : key;
  };
}
