// What a TypeScript file imports, by really parsing it.
import { parseSync } from '@swc/core';

/**
 * Every module that the code names, in `import`, `export … from`, `import()`, `import('…').Type`, `require()` and
 * `declare module`: `{ name, typeOnly }` each. A computed `import()` names none.
 */
export function importsOf(code, file) {
  const found = [];
  visit(parseSync(code, { syntax: 'typescript', tsx: file.endsWith('x'), target: 'es2022' }), found);
  return found;
}

function visit(node, found) {
  if (node === null || typeof node !== 'object') return;
  const named = readImport(node);
  if (named?.module?.type === 'StringLiteral') found.push({ name: named.module.value, typeOnly: named.typeOnly });
  for (const child of Object.values(node)) visit(child, found);
}

function readImport(node) {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return { module: node.source, typeOnly: node.typeOnly === true };
    case 'TsImportType':
      return { module: node.argument, typeOnly: true };
    case 'TsExternalModuleReference':
      return { module: node.expression, typeOnly: false };
    case 'TsModuleDeclaration':
      return { module: node.id, typeOnly: true };
    case 'CallExpression':
      if (node.callee.type !== 'Import' && node.callee.value !== 'require') return undefined;
      return { module: node.arguments[0]?.expression, typeOnly: false };
    default:
      return undefined;
  }
}
