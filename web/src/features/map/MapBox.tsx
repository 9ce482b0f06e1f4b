/** The map, fetched when it is first needed. */

import { lazy, Suspense } from 'react';
import { Fence } from '../../shell/Fence';
import { useLang } from '../../ui/lang';
import type { MapProps } from './SpaceMap';

const SpaceMap = lazy(() => import('./SpaceMap'));

export function MapBox(props: MapProps) {
  const { t } = useLang();
  if (!canDraw()) return <div className="map map-waits"><p className="map-without">{t('map.without')}</p></div>;
  return (
    <Fence>
      <Suspense fallback={<div className="map map-waits" role="status">{t('map.loading')}</div>}><SpaceMap {...props} /></Suspense>
    </Fence>
  );
}

let drawn: boolean | null = null;

/** Whether this browser draws with WebGL, without which there is no map. */
function canDraw(): boolean {
  drawn ??= document.createElement('canvas').getContext('webgl2') !== null;
  return drawn;
}
