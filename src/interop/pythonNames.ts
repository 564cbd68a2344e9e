// Names of layers in Python: as attributes of a module and as variables.

/** What `nn.Sequential` has already: a module of such a name could be registered, but not reached by it. */
const attributes = new Set(
  [
    'T_destination add_module append apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches',
    'eval extend extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half insert ipu',
    'load_state_dict modules mtia named_buffers named_children named_modules named_parameters parameters pop',
    'register_backward_hook register_buffer register_forward_hook register_forward_pre_hook register_full_backward_hook',
    'register_full_backward_pre_hook register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module',
    'register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state',
    'set_submodule share_memory state_dict to to_empty train training type xpu zero_grad',
  ].flatMap((line) => line.split(' ')),
);

const keywords = new Set(
  [
    'False None True and as assert async await break class continue def del elif else except finally for from global if',
    'import in is lambda nonlocal not or pass raise return try while with yield',
  ].flatMap((line) => line.split(' ')),
);

/** Variables that a script uses for other things. */
const taken = ['x', 'self', 'torch', 'nn', 'np'];

/** Whether `nn.Sequential` refuses a module of this name. */
export function isAttribute(name: string): boolean {
  return attributes.has(name) || name.startsWith('_');
}

/** `model.hidden1`; `model._modules["my layer"]` where the name can't stand behind a dot. */
export function moduleReference(owner: string, name: string): string {
  return isIdentifier(name) && !isAttribute(name) ? `${owner}.${name}` : `${owner}._modules[${pythonString(name)}]`;
}

/** A variable for each name, alike as far as can be, all different. */
export function variableNames(names: readonly string[]): readonly string[] {
  const used = new Set(taken);
  return names.map((name) => {
    const plain = name.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d|$)/, '_');
    let variable = keywords.has(plain) ? `${plain}_` : plain;
    while (used.has(variable)) variable += '_';
    used.add(variable);
    return variable;
  });
}

/** A literal in double quotes: JSON's escapes are Python's too. */
export function pythonString(value: string): string {
  return JSON.stringify(value);
}

function isIdentifier(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !keywords.has(name);
}
