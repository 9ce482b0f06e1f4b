// Writes the types of the interface from the document that a running desk serves.
import { writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const desk = process.env.REWEAVE_DESK ?? 'http://127.0.0.1:8080';
const answer = await fetch(new URL('/openapi.json', desk));
const ast = await openapiTS(await answer.json(), { defaultNonNullable: false });
writeFileSync('src/api/schema.d.ts', `// Made by \`npm run schema\`.\n${astToString(ast)}`);
