// Runs in the extension host beside Backstep and lets a test call the vscode API: POST {fn, args}, back comes
// {ok: true, value} or {ok: false, error}. `fn` is a function's source; it gets vscode and then the arguments.
const { writeFileSync } = require('node:fs');
const http = require('node:http');
const vscode = require('vscode');

async function answer(body) {
  try {
    const { fn, args } = JSON.parse(body);
    return { ok: true, value: await (0, eval)(`(${fn})`)(vscode, ...args) };
  } catch (error) {
    return { ok: false, error: String((error && error.stack) || error) };
  }
}

exports.activate = (context) => {
  const server = http.createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', async () => response.end(JSON.stringify(await answer(body))));
  });
  server.listen(0, '127.0.0.1', () =>
    writeFileSync(process.env.BACKSTEP_DRIVER_PORT_FILE, String(server.address().port)),
  );
  context.subscriptions.push({ dispose: () => server.close() });
};
