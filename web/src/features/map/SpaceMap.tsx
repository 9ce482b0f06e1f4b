/** Spaces on a map without tiles: every space of the ledger in grey is the ground, those that are meant lie on it in colour. */

import 'maplibre-gl/dist/maplibre-gl.css';
import { Map as MapLibre, Marker, NavigationControl, ScaleControl, setWorkerUrl, type GeoJSONSource } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLang } from '../../ui/lang';
import { COLOURS, useMode, type Mode } from '../../ui/theme';
import { polygon, type Corners } from './draw';
import { PointLayer, diameter } from './layer';
import { idAt, indexOf, nearest, placeOf, type LonLat, type Points } from './points';
import type { Label } from './points.worker';

setWorkerUrl(workerUrl);

export type MapProps = {
  label: string;
  points: Points | null;
  /** Place of each point's colour in the palette, −1 for those not to be drawn. */
  colour: Float32Array;
  palette: string[];
  ground?: Points | null;
  labels?: Label[];
  selected?: string | undefined;
  /** The outline of the selected space. */
  outline?: object | null;
  onSelect?: (id: string) => void;
  corners?: Corners;
  /** What is to be in sight, where that is not the points. */
  frame?: Corners;
  isDrawing?: boolean;
  onCorner?: (corner: LonLat) => void;
  onView?: (corners: Corners) => void;
};

const NOTHING = { type: 'FeatureCollection', features: [] } as const;
const BEIJING: [number, number] = [116.39, 39.91];
const REACH_PX = 10;

export default function SpaceMap(props: MapProps) {
  const { lang, t } = useLang();
  const { mode } = useMode();
  const box = useRef<HTMLDivElement>(null);
  const [made, setMade] = useState<Made | null>(null);
  const { points, colour, palette, ground, labels, selected, outline, corners, isDrawing, label, frame } = props;

  useEvents(made?.map ?? null, props);
  useEffect(() => {
    if (box.current === null) return;
    const words = { 'NavigationControl.ZoomIn': t('map.in'), 'NavigationControl.ZoomOut': t('map.out'), 'Map.Title': label };
    const map = new MapLibre({
      container: box.current, style: styleOf(mode), center: BEIJING, zoom: 9, attributionControl: false, maplibreLogo: false, locale: words,
      dragRotate: false, pitchWithRotate: false, touchPitch: false, rollEnabled: false, maxPitch: 0, minZoom: 3, maxZoom: 19, fadeDuration: 0, doubleClickZoom: true,
    });
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    map.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');
    const layers = { ground: new PointLayer('ground', look(mode, [], true)), points: new PointLayer('points', look(mode, [], false)) };
    map.on('load', () => {
      map.addLayer(layers.ground, 'area-fill');
      map.addLayer(layers.points, 'picked');
      void boundaries().then((found) => { if (found !== null) put(map, 'boundaries', found); }, () => undefined);
      setMade({ map, layers });
    });
    const watch = new ResizeObserver(() => map.resize());
    watch.observe(box.current);
    return () => {
      watch.disconnect();
      setMade(null);
      map.remove();
    };
  }, [mode, lang, label, t]);

  useEffect(() => {
    if (made === null) return;
    made.layers.points.show(points, colour, look(mode, palette, false));
  }, [made, points, colour, palette, mode]);

  useEffect(() => {
    made?.layers.ground.show(ground ?? null, new Float32Array(ground?.count ?? 0), look(mode, [], true));
  }, [made, ground, mode]);

  // Fitted to the data whenever there is other data.
  useEffect(() => {
    const bounds = frame !== undefined && frame.length > 0 ? around(frame) : points?.bounds ?? null;
    if (made === null || bounds === null) return;
    made.map.fitBounds([...bounds.map(([lon, lat]) => [lon, lat] as [number, number])] as [[number, number], [number, number]], { padding: 36, maxZoom: 15, animate: false });
  }, [made, points, frame]);

  useEffect(() => {
    if (made === null) return;
    const at = points !== null && selected !== undefined ? indexOf(points, selected) : -1;
    const place = points !== null && at >= 0 ? placeOf(points, at) : null;
    put(made.map, 'picked', place === null ? NOTHING : { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: place } });
    if (place !== null && !made.map.getBounds().contains(place)) made.map.panTo(place, { animate: false });
  }, [made, points, selected]);

  useEffect(() => {
    if (made) put(made.map, 'outline', outline ?? NOTHING);
  }, [made, outline]);

  useEffect(() => {
    if (made === null) return;
    put(made.map, 'area', drawn(corners ?? []));
    made.map.getCanvas().style.cursor = isDrawing === true ? 'crosshair' : '';
    if (isDrawing === true) made.map.doubleClickZoom.disable();
    else made.map.doubleClickZoom.enable();
  }, [made, corners, isDrawing]);

  useEffect(() => {
    if (made === null) return;
    const markers = (labels ?? []).map(({ text, at }) => {
      const element = document.createElement('div');
      element.className = 'map-label';
      element.textContent = text;
      element.setAttribute('aria-hidden', 'true');
      return new Marker({ element }).setLngLat([at[0], at[1]]).addTo(made.map);
    });
    const spread = () => spreadOut(made.map, markers);
    spread();
    made.map.on('zoomend', spread);
    return () => {
      made.map.off('zoomend', spread);
      markers.forEach((marker) => marker.remove());
    };
  }, [made, labels]);

  return <div className="map" ref={box} data-ready={made !== null} />;
}

type Made = { map: MapLibre; layers: { ground: PointLayer; points: PointLayer } };

/** Listens to the map with what the page now is. */
function useEvents(map: MapLibre | null, props: MapProps): void {
  const click = useEffectEvent((at: LonLat, own: MapLibre) => {
    if (props.isDrawing === true) props.onCorner?.(at);
    else {
      const found = hit(own, at, props);
      if (found !== null) props.onSelect?.(found);
    }
  });
  const hover = useEffectEvent((at: LonLat, own: MapLibre) => {
    if (props.isDrawing !== true) own.getCanvas().style.cursor = hit(own, at, props) === null ? '' : 'pointer';
  });
  const view = useEffectEvent((own: MapLibre) => {
    const [west, south, east, north] = own.getBounds().toArray().flat() as [number, number, number, number];
    props.onView?.([[west, south], [east, south], [east, north], [west, north]]);
  });
  useEffect(() => {
    if (map === null) return;
    const listeners = [
      map.on('click', (event) => click(event.lngLat.toArray(), map)),
      map.on('mousemove', (event) => hover(event.lngLat.toArray(), map)),
      map.on('moveend', () => view(map)),
    ];
    view(map);
    return () => listeners.forEach((listener) => listener.unsubscribe());
  }, [map]);
}

/** The space under a place of the map. */
function hit(map: MapLibre, at: LonLat, { points, colour }: MapProps): string | null {
  if (points === null) return null;
  const reach = Math.max(REACH_PX, diameter(map.getZoom(), points.count) / 2) / (512 * 2 ** map.getZoom());
  const i = nearest(points, at, reach);
  return i < 0 || (colour[i] ?? 0) < 0 ? null : idAt(points, i);
}

/** The box around corners. */
function around(corners: Corners): [LonLat, LonLat] {
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)];
  return [[Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]];
}

/** Hides the labels that would lie on one before them. */
function spreadOut(map: MapLibre, markers: readonly Marker[]): void {
  const taken: { x: number; y: number; wide: number }[] = [];
  for (const marker of markers) {
    const { x, y } = map.project(marker.getLngLat());
    const element = marker.getElement();
    const wide = element.textContent.length * 12 + 6;
    const isFree = taken.every((other) => Math.abs(other.x - x) > (other.wide + wide) / 2 || Math.abs(other.y - y) > 18);
    element.style.visibility = isFree ? 'visible' : 'hidden';
    if (isFree) taken.push({ x, y, wide });
  }
}

function put(map: MapLibre, name: string, data: object): void {
  void map.getSource<GeoJSONSource>(name)?.setData(data as Parameters<GeoJSONSource['setData']>[0]);
}

function look(mode: Mode, palette: string[], isGround: boolean) {
  const colour = COLOURS[mode];
  return isGround
    ? { palette: [mode === 'light' ? '#b9b3a4' : '#4a5057'], rim: mode === 'light' ? '#f3f1eb' : '#1a1d20', alpha: 0.85, scale: 0.8 }
    : { palette, rim: colour.sheet, alpha: 0.92, scale: 1 };
}

/** Corners, sides and surface of what is drawn. */
function drawn(corners: Corners) {
  const point = corners.map((at) => ({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: at } }));
  const line = corners.length === 2 ? [{ type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates: corners } }] : [];
  const surface = corners.length > 2 ? [{ type: 'Feature', properties: {}, geometry: polygon(corners) }] : [];
  return { type: 'FeatureCollection', features: [...surface, ...line, ...point] };
}

function styleOf(mode: Mode) {
  const colour = COLOURS[mode];
  const empty = { type: 'geojson' as const, data: NOTHING as never };
  return {
    version: 8 as const,
    sources: { boundaries: empty, area: empty, outline: empty, picked: empty },
    layers: [
      { id: 'paper', type: 'background' as const, paint: { 'background-color': mode === 'light' ? '#f3f1eb' : '#1a1d20' } },
      { id: 'boundaries', type: 'line' as const, source: 'boundaries', paint: { 'line-color': mode === 'light' ? '#b9b3a5' : '#555b62', 'line-width': 1 } },
      { id: 'area-fill', type: 'fill' as const, source: 'area', filter: ['==', ['geometry-type'], 'Polygon'] as never, paint: { 'fill-color': colour.brick, 'fill-opacity': 0.08 } },
      { id: 'area-line', type: 'line' as const, source: 'area', paint: { 'line-color': colour.brick, 'line-width': 1.5, 'line-dasharray': [3, 2] } },
      { id: 'outline-fill', type: 'fill' as const, source: 'outline', paint: { 'fill-color': colour.brick, 'fill-opacity': 0.2 } },
      { id: 'outline-line', type: 'line' as const, source: 'outline', paint: { 'line-color': colour.brick, 'line-width': 2 } },
      { id: 'picked', type: 'circle' as const, source: 'picked', paint: { 'circle-radius': 9, 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': colour.brick, 'circle-stroke-width': 3 } },
      { id: 'area-corner', type: 'circle' as const, source: 'area', filter: ['==', ['geometry-type'], 'Point'] as never, paint: { 'circle-radius': 4, 'circle-color': colour.sheet, 'circle-stroke-color': colour.brick, 'circle-stroke-width': 2 } },
    ],
  };
}

let asked: Promise<object | null> | null = null;

/** Boundaries that the operator put beside the pages, if there are any. */
function boundaries(): Promise<object | null> {
  asked ??= fetch('/boundaries.geojson').then(async (answer) => {
    // Where there is no such file, the pages answer with themselves.
    const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? true;
    return answer.ok && !isPage ? ((await answer.json()) as object) : null;
  });
  return asked;
}
