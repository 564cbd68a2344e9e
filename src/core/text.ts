// A message for the user that can be translated: English with {0}, {1} … and its arguments. The host translates the
// template; the command line formats it as it is.

export interface Text {
  readonly template: string;
  readonly args: readonly (string | number)[];
}

export function text(template: string, ...args: (string | number)[]): Text {
  return { template, args };
}

export function formatText({ template, args }: Text): string {
  return template.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));
}
