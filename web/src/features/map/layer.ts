/** Points drawn straight from arrays: 200,000 of them are one call, and nothing is cut into tiles. */

import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibre } from 'maplibre-gl';
import { rgb } from './colours';
import type { Points } from './points';

const VERTEX = `#version 300 es
in vec2 place;
in float colour;
uniform mat4 matrix;
uniform float size;
uniform vec3 palette[16];
uniform float alpha;
out vec4 tone;
void main() {
  gl_Position = matrix * vec4(place, 0.0, 1.0);
  gl_PointSize = colour < 0.0 ? 0.0 : size;
  tone = vec4(palette[int(max(colour, 0.0))], alpha);
}`;

const FRAGMENT = `#version 300 es
precision highp float;
in vec4 tone;
uniform vec3 rim;
uniform float size;
out vec4 pixel;
void main() {
  float away = length(gl_PointCoord - 0.5) * 2.0;
  if (away > 1.0) discard;
  float edge = size > 6.0 ? smoothstep(1.0 - 3.0 / size, 1.0 - 1.5 / size, away) : 0.0;
  float opaque = tone.a * (1.0 - smoothstep(1.0 - 2.0 / size, 1.0, away));
  pixel = vec4(mix(tone.rgb, rim, edge) * opaque, opaque);
}`;

export type Look = { palette: string[]; rim: string; alpha: number; scale: number };

/** Diameter of a point in pixels at a zoom; few points may be greater than many. */
export function diameter(zoom: number, count: number): number {
  const least = count > 20_000 ? 3 : count > 2_000 ? 4 : 6;
  return Math.min(15, least + Math.max(0, zoom - 9) * 1.4);
}

type Made = { gl: WebGL2RenderingContext; program: WebGLProgram; places: WebGLBuffer; colours: WebGLBuffer; array: WebGLVertexArrayObject };

/** A layer of points; `colour` is the place of each in the palette, −1 for those not to be drawn. */
export class PointLayer implements CustomLayerInterface {
  readonly type = 'custom' as const;
  readonly renderingMode = '2d' as const;
  private map: MapLibre | null = null;
  private made: Made | null = null;
  private points: Points | null = null;
  private colour: Float32Array = new Float32Array(0);
  private isFresh = false;

  constructor(readonly id: string, private look: Look) {}

  show(points: Points | null, colour: Float32Array, look: Look): void {
    this.isFresh = points !== this.points || colour !== this.colour;
    [this.points, this.colour, this.look] = [points, colour, look];
    this.map?.triggerRepaint();
  }

  onAdd(map: MapLibre, gl: WebGL2RenderingContext): void {
    const program = gl.createProgram();
    for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]] as const) {
      const shader = gl.createShader(kind);
      if (shader === null) return;
      gl.shaderSource(shader, source);
      gl.compileShader(shader);
      gl.attachShader(program, shader);
    }
    gl.linkProgram(program);
    this.made = { gl, program, places: gl.createBuffer(), colours: gl.createBuffer(), array: gl.createVertexArray() };
    this.map = map;
    this.isFresh = true;
  }

  onRemove(): void {
    this.made = null;
    this.map = null;
  }

  render(_: WebGL2RenderingContext, { defaultProjectionData }: CustomRenderMethodInput): void {
    const { points, made, map } = this;
    if (points === null || points.count === 0 || made === null || map === null) return;
    const { gl, program } = made;
    gl.useProgram(program);
    gl.bindVertexArray(made.array);
    if (this.isFresh) this.fill(made, points);
    const at = (name: string) => gl.getUniformLocation(program, name);
    gl.uniformMatrix4fv(at('matrix'), false, moved(defaultProjectionData.mainMatrix, points.origin));
    gl.uniform1f(at('size'), diameter(map.getZoom(), points.count) * this.look.scale * devicePixelRatio);
    gl.uniform1f(at('alpha'), this.look.alpha);
    gl.uniform3fv(at('rim'), rgb(this.look.rim));
    gl.uniform3fv(at('palette'), this.look.palette.slice(0, 16).flatMap(rgb));
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.drawArrays(gl.POINTS, 0, points.count);
    gl.bindVertexArray(null);
  }

  private fill({ gl, program, places, colours }: Made, points: Points): void {
    for (const [name, buffer, data, width] of [['place', places, points.xy, 2], ['colour', colours, this.colour, 1]] as const) {
      const at = gl.getAttribLocation(program, name);
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.bufferData(gl.ARRAY_BUFFER, data, gl.STATIC_DRAW);
      gl.enableVertexAttribArray(at);
      gl.vertexAttribPointer(at, width, gl.FLOAT, false, 0, 0);
    }
    this.isFresh = false;
  }
}

/** The matrix after a shift by `origin`, summed in 64 bits before it is cut to 32. */
export function moved(matrix: ArrayLike<number>, [x, y]: readonly [number, number]): Float32Array {
  const all = Float64Array.from(matrix);
  for (let row = 0; row < 4; row += 1) all[12 + row] = (all[row] ?? 0) * x + (all[4 + row] ?? 0) * y + (all[12 + row] ?? 0);
  return Float32Array.from(all);
}
