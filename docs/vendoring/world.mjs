// Computes the world map once: Equal Earth (equal-area), whole numbers in tenths of a pixel, relative moves (a third of the size).
// One static SVG holds the land and one shape per territory; a page draws shapes with <use href="...#NG">.
import fs from 'node:fs';
import { geoEqualEarth, geoPath } from 'd3-geo';
import { feature, merge } from 'topojson-client';

const WIDTH = 9600;
const HEIGHT = 4400;
const DOT = 45; // radius of a territory too small to be seen
const TO = '../../static/vendor/world';

const read = (resolution) => JSON.parse(fs.readFileSync(`node_modules/world-atlas/countries-${resolution}.json`));
const alpha2 = (numeric) => Intl.getCanonicalLocales(`und-${numeric}`)[0].slice(4);

const coarse = read('110m');
const isAntarctica = (shape) => shape.id === '010';
const shapes = feature(coarse, coarse.objects.countries).features.filter((shape) => !isAntarctica(shape));
const projection = geoEqualEarth().fitSize([WIDTH, HEIGHT], { type: 'FeatureCollection', features: shapes });
const path = geoPath(projection).digits(0);

function compact(absolute) {
  let [x, y] = [0, 0];
  return absolute.replace(/([ML])(-?\d+),(-?\d+)|Z/g, (whole, command, nextX, nextY) => {
    if (whole === 'Z') return 'z';
    const [dx, dy] = command === 'M' ? [+nextX, +nextY] : [nextX - x, nextY - y];
    [x, y] = [+nextX, +nextY];
    if (command === 'L' && dx === 0 && dy === 0) return '';
    return `${command === 'M' ? 'M' : 'l'}${dx}${dy < 0 ? '' : ' '}${dy}`;
  });
}

const drawn = new Map();
for (const shape of shapes) {
  const code = shape.id ? alpha2(shape.id) : shape.properties.name === 'Kosovo' ? 'XK' : null;
  if (code) drawn.set(code, `<path id="${code}" d="${compact(path(shape))}"/>`);
}
const fine = read('50m');
for (const shape of feature(fine, fine.objects.countries).features) {
  const code = shape.id && !isAntarctica(shape) ? alpha2(shape.id) : null;
  if (!code || drawn.has(code) || !/^[A-Z]{2}$/.test(code)) continue;
  const [x, y] = path.centroid(shape).map(Math.round);
  drawn.set(code, `<circle id="${code}" cx="${x}" cy="${y}" r="${DOT}"/>`);
}
const land = merge(coarse, coarse.objects.countries.geometries.filter((shape) => !isAntarctica(shape)));
const codes = [...drawn.keys()].sort();

fs.mkdirSync(TO, { recursive: true });
fs.writeFileSync(`${TO}/world.svg`, [
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}"><defs>`,
  `<path id="land" d="${compact(path(land))}"/>`,
  ...codes.map((code) => drawn.get(code)),
  '</defs></svg>', '',
].join('\n'));
fs.writeFileSync('../../common/data/world.json', JSON.stringify({ width: WIDTH, height: HEIGHT, codes }) + '\n');
fs.copyFileSync('node_modules/world-atlas/LICENSE', `${TO}/LICENSE`);
