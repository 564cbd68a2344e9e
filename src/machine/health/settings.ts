// Thresholds as settings, made of the checks' own records: their names, what the manifest says of them, and what of the
// values that a user gave counts.
import { formatText } from '../../core/text.ts';
import type { Check } from './check.ts';
import { healthChecks, type HealthSettings } from './checks.ts';

const prefix = 'backstep.health.';
/** Beside the thresholds: whether there is the check at all. */
const enabled = 'enabled';

const moments: Record<Check['when'], string> = {
  network: 'before the run, from the file alone',
  initial: 'before the run, from the first batch with the initial weights',
  running: 'while the network trains',
};

/** `dead-relu` → `backstep.health.deadRelu` */
export function settingName(code: string): string {
  return prefix + code.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The manifest's `configuration` of health: its properties, and the texts that they name by `%key%`. */
export function healthConfiguration() {
  const messages: Record<string, string> = {};
  const say = (key: string, message: string) => {
    messages[key] = message;
    return `%${key}%`;
  };
  const properties = healthChecks.map(({ code, title, severity, when, thresholds }) => {
    const name = settingName(code);
    const key = name.replace('backstep.', 'setting.');
    const given = Object.entries(thresholds);
    const property = {
      type: 'object',
      scope: 'resource',
      markdownDescription: say(key, `${formatText(title)}: \`${code}\`, a ${severity}, looked for ${moments[when]}.`),
      default: { [enabled]: true, ...Object.fromEntries(given.map(([id, one]) => [id, one.default])) },
      properties: {
        [enabled]: {
          type: 'boolean',
          default: true,
          description: say('setting.health.enabled', 'Whether to look for it.'),
        },
        ...Object.fromEntries(
          given.map(([id, { default: standard, description, source }]) => {
            const explained = say(`${key}.${id}`, `${description} Source: ${source}.`);
            return [id, { type: 'number', default: standard, description: explained }];
          }),
        ),
      },
      additionalProperties: false,
    };
    return [name, property] as const;
  });
  return { properties: Object.fromEntries(properties), messages };
}

/** Where a check looks, as its page says it. */
const seen: Record<Check['when'], string> = {
  network: 'Seen in the file, before anything runs.',
  initial: 'Seen in the first batch, with the initial weights.',
  running: 'Seen while the network trains.',
};

/** A check's page with what its record says written in: the line under the title, and the table of thresholds. */
export function healthPage(page: string, code: string): string {
  const { severity, when, thresholds } = healthChecks.find((one) => one.code === code)!;
  const rows = Object.entries(thresholds).map(([name, { default: standard, description, source }]) => {
    return `| \`${name}\` | ${standard} | ${description} | ${source} |\n`;
  });
  const table = `| threshold | default | what it says | where from |\n| --- | --- | --- | --- |\n${rows.join('')}`;
  const [title, , ...rest] = page.split('\n\n');
  const head = `\`${code}\` · ${severity} · ${seen[when]} Setting: \`${settingName(code)}\`.`;
  return [title, head, ...rest].join('\n\n').replace(/\| threshold \|.*\n(?:\|.*\n)*/, () => table);
}

export const healthCodes: readonly string[] = healthChecks.map(({ code }) => code);

/** @param file values by full name, as they stand in the settings; what isn't meant counts as not set */
export function readHealthSettings(file: Readonly<Record<string, unknown>>): HealthSettings {
  const settings = healthChecks.flatMap(({ code, thresholds }): (readonly [string, HealthSettings[string]])[] => {
    const value = file[settingName(code)];
    if (typeof value !== 'object' || value === null) return [];
    const given = value as Readonly<Record<string, unknown>>;
    if (given[enabled] === false) return [[code, false]];
    const changed = Object.entries(thresholds).flatMap(([id, { default: standard }]) => {
      const one = given[id];
      return typeof one === 'number' && Number.isFinite(one) && one !== standard ? [[id, one] as const] : [];
    });
    return changed.length > 0 ? [[code, Object.fromEntries(changed)]] : [];
  });
  return Object.fromEntries(settings);
}

/** Names in a settings file that would be of health and are none: `backstep.health.deadRelu.shares`. */
export function unknownHealthSettings(file: Readonly<Record<string, unknown>>): readonly string[] {
  const known = new Map(healthChecks.map(({ code, thresholds }) => [settingName(code), thresholds]));
  return Object.entries(file).flatMap(([name, value]) => {
    if (!name.startsWith(prefix)) return [];
    const thresholds = known.get(name);
    if (!thresholds || typeof value !== 'object' || value === null) return [name];
    return Object.keys(value)
      .filter((id) => id !== enabled && !Object.hasOwn(thresholds, id))
      .map((id) => `${name}.${id}`);
  });
}
