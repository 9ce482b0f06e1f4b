/** The map, fetched when it is first needed. */

import { lazy, Suspense } from 'react';
import { Fence } from '../../shell/Fence';
import { useLang } from '../../ui/lang';
import type { MapProps } from './SpaceMap';

const SpaceMap = lazy(() => import('./SpaceMap'));

export function MapBox(props: MapProps) {
  const { t } = useLang();
  return (
    <Fence>
      <Suspense fallback={<div className="map map-waits" role="status">{t('map.loading')}</div>}><SpaceMap {...props} /></Suspense>
    </Fence>
  );
}
