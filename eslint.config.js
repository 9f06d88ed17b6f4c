import eslint from '@eslint/js';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { layers, mainEntry } from './layers.js';

/** Everything that is not named in a folder's row of `layers.js` is refused there. */
function boundaries(name, { folders, packages }, prefix) {
  const escape = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace('\\*', '.*');
  const faces = folders.map((folder) => `${escape(prefix + folder)}/index\\.js`);
  const modules = packages.map((name) => `${escape(name)}(?:/.*)?`);
  // From a folder within a folder, one step up and down again is still at home.
  const up =
    prefix === '../' ? String.raw`\.\./[\w-]+\.js` : String.raw`\.\./(?:[\w-]+/)?[\w-]+\.js`;
  const ownFiles = prefix === './' ? String.raw`\./index\.js` : String.raw`\./[\w./-]+|${up}`;
  const allowed = [ownFiles, ...faces, ...modules].join('|');
  return [
    'error',
    {
      patterns: [
        {
          regex: `^(?!(?:${allowed})$)`,
          message: `layers.js does not let ${name} import this. Import another folder by its index.js.`,
        },
      ],
    },
  ];
}

const sideEffects = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Take a Clock.',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take a Clock.' },
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'The environment is read in server/config.ts.',
  },
  {
    selector: "MemberExpression[object.name='console']",
    message: 'Only cli writes to the terminal.',
  },
  { selector: 'ExportDefaultDeclaration', message: 'Export by name.' },
];

export default defineConfig(
  {
    ignores: [
      'dist',
      'coverage',
      'data',
      'node_modules',
      '**/__generated__',
      // Wrong on purpose; test/package/types.test.ts compiles them.
      'test/package/programs',
    ],
  },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  { files: ['src/**/*.{ts,tsx}'], rules: { 'no-restricted-syntax': ['error', ...sideEffects] } },
  ...Object.entries(layers).map(([name, layer]) => ({
    files: [`src/${name}/**/*.{ts,tsx}`],
    rules: { 'no-restricted-imports': boundaries(name, layer, '../') },
  })),
  ...Object.entries(layers).map(([name, layer]) => ({
    files: [`src/${name}/*/**/*.{ts,tsx}`],
    rules: { 'no-restricted-imports': boundaries(name, layer, '../../') },
  })),
  {
    files: ['src/index.ts'],
    rules: { 'no-restricted-imports': boundaries('the main entry', mainEntry, './') },
  },
  {
    files: [
      'src/protocol/clock.ts',
      'src/web/clock.ts',
      'src/server/config.ts',
      'src/cli/**/*.ts',
      'src/provider/**/*.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', ...sideEffects.slice(-1)] },
  },
);
