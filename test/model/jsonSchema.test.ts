// The JSON schema: up to date, complete in what it offers, and silent about everything.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { layers } from '../../src/core/layers/layers.ts';
import { jsonSchema } from '../../src/model/jsonSchema.ts';

type Json = Record<string, unknown>;
const schema = jsonSchema() as Json;

/** Keywords that can make a value invalid where they stand. */
const demanding = [
  ...['type', 'enum', 'const', 'required', 'additionalProperties', 'pattern', 'format', 'not', 'oneOf', 'dependencies'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'minLength', 'maxLength'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties', 'propertyNames', 'contains', '$defs'],
];

/** Goes through all subschemas in which a keyword would count. */
function complaints(node: Json, at: string): string[] {
  const own = demanding.filter((keyword) => keyword in node).map((keyword) => `${at}/${keyword}`);
  const below = (key: string) =>
    Object.entries((node[key] ?? {}) as Record<string, Json>).flatMap(([name, one]) =>
      complaints(one, `${at}/${name}`),
    );
  const anyOf = node.anyOf as Json[] | undefined;
  const acceptsAll = anyOf?.some((one) => Object.keys(one).length === 0);
  return [
    ...own,
    ...below('properties'),
    ...below('definitions'),
    ...(node.items ? complaints(node.items as Json, `${at}/items`) : []),
    ...(node.then ? complaints(node.then as Json, `${at}/then`) : []),
    ...(anyOf && !acceptsAll ? [`${at}/anyOf`] : []),
    ...((node.allOf ?? []) as Json[]).flatMap((one) => complaints(one, `${at}/allOf`)),
  ];
}

function descriptions(node: Json, at: string): string[] {
  return Object.entries((node.properties ?? {}) as Record<string, Json>).flatMap(([name, one]) =>
    typeof one.description === 'string' && one.description.length > 5
      ? descriptions(one, `${at}/${name}`)
      : [`${at}/${name}`],
  );
}

describe('the JSON schema', () => {
  test('is what media/nn.schema.json holds', () => {
    const kept = readFileSync(path.join(import.meta.dirname, '../../media/nn.schema.json'), 'utf8');
    expect(kept).toBe(`${JSON.stringify(schema, null, 2)}\n`);
  });

  test('accepts everything', () => {
    expect(complaints(schema, '')).toEqual([]);
  });

  test('allows comments and trailing commas', () => {
    expect(schema).toMatchObject({ allowComments: true, allowTrailingCommas: true });
  });

  test('describes every field and every option', () => {
    expect(descriptions(schema, '')).toEqual([]);
    const layer = (schema.definitions as Json).layer as Json;
    expect(descriptions(layer, 'layer')).toEqual([]);
    const conditions = layer.allOf as { if: Json; then: Json }[];
    expect(conditions.flatMap(({ then }) => descriptions(then, 'option'))).toEqual([]);
    expect(conditions).toHaveLength(Object.keys(layers).length + 1);
    expect(conditions.at(-1)).toMatchObject({
      if: { properties: { type: { const: 'Repeat' } } },
      then: { properties: { layers: { items: { $ref: '#/definitions/layer' } } } },
    });
  });
});
