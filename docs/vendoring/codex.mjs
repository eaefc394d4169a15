// Copies what we use of Codex into static/vendor: component style sheets (both directions), tokens, icons, licenses.
import fs from 'node:fs';

const COMPONENTS = [
  'Icon', 'CdxButton', 'CdxCard', 'CdxCheckbox', 'CdxField', 'CdxInfoChip', 'CdxLabel', 'CdxMessage', 'CdxRadio',
  'CdxSearchInput', 'CdxSelect', 'CdxTable', 'CdxTabs', 'CdxTextArea', 'CdxTextInput', 'CdxAccordion',
];
const ICONS = [
  'Add', 'Alert', 'ArrowNext', 'ArrowPrevious', 'Article', 'Articles', 'Bell', 'Book', 'Calendar', 'Cancel', 'Chart', 'Check',
  'Clock', 'Close', 'Copy', 'Download', 'Edit', 'Error', 'Eye', 'Feedback', 'Flag', 'Funnel', 'Globe', 'Heart', 'Help',
  'History', 'Home', 'Info', 'Key', 'Language', 'Lightbulb', 'Link', 'LinkExternal', 'ListBullet', 'Lock', 'LogIn', 'LogOut',
  'Map', 'MapPin', 'Menu', 'Message', 'Moon', 'Next', 'Notice', 'Previous', 'Printer', 'Reload', 'Search', 'Settings', 'Share',
  'SpeechBubbles', 'Star', 'Subtract', 'Success', 'Table', 'Tag', 'Trash', 'Undo', 'Upload', 'UserAdd', 'UserAvatar', 'UserGroup',
  'UserRights', 'UserTalk',
];
const FROM = 'node_modules/@wikimedia';
const TO = '../../static/vendor';

const version = (name) => JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`)).version;
const copy = (from, to) => fs.copyFileSync(`${FROM}/${from}`, `${TO}/${to}`);

for (const folder of ['codex', 'codex-icons']) fs.mkdirSync(`${TO}/${folder}`, { recursive: true });
for (const name of COMPONENTS) {
  copy(`codex/dist/modules/${name}.css`, `codex/${name}.css`);
  copy(`codex/dist/modules/${name}-rtl.css`, `codex/${name}-rtl.css`);
}
copy('codex-design-tokens/dist/theme-wikimedia-ui-root.css', 'codex/tokens.css');
copy('codex-design-tokens/dist/theme-wikimedia-ui-mode-dark.css', 'codex/tokens-dark.css');
copy('codex/LICENSE', 'codex/LICENSE');
copy('codex-icons/LICENSE', 'codex-icons/LICENSE');

const kebab = (name) => name.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
const all = JSON.parse(fs.readFileSync(`${FROM}/codex-icons/dist/codex-icons.json`));
const icons = {};
for (const name of ICONS) {
  const icon = all[`cdxIcon${name}`];
  if (!icon) throw new Error(`Codex has no icon ${name}`);
  icons[kebab(name)] = typeof icon === 'string'
    ? { path: icon, flip: false }
    : { path: icon.default ?? icon.ltr, flip: icon.shouldFlip === true };
}
fs.writeFileSync(`${TO}/codex-icons/icons.json`, JSON.stringify(icons, null, 1) + '\n');

fs.writeFileSync(`${TO}/VERSIONS`, [
  'What lies here was made by other people. docs/vendoring renews it (npm install && npm run vendor).',
  '',
  `codex/        @wikimedia/codex ${version('@wikimedia/codex')} and @wikimedia/codex-design-tokens ${version('@wikimedia/codex-design-tokens')}, GPL-2.0-or-later`,
  `codex-icons/  @wikimedia/codex-icons ${version('@wikimedia/codex-icons')}, MIT; only the icons we use`,
  `world/        shapes from world-atlas ${version('world-atlas')} (ISC; Natural Earth, public domain), projected with d3-geo ${version('d3-geo')} (ISC)`,
  '',
].join('\n'));
