// Runs a Python file under MicroPython (WebAssembly), with the library's rule files in its file system.
// usage: node micropython.mjs <node_modules> <repository> <script.py> <file shipped>...
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [modules, root, script, ...shipped] = process.argv.slice(2);
const entry = `${modules}/@micropython/micropython-webassembly-pyscript/micropython.mjs`;
const { loadMicroPython } = await import(pathToFileURL(entry));
const python = await loadMicroPython({ linebuffer: true, stdout: (line) => console.log(line) });
for (const folder of ["gdcourse", "gdcourse/optim"]) {
  python.FS.mkdir(`/${folder}`);
  python.FS.writeFile(`/${folder}/__init__.py`, ""); // the real ones import NumPy
}
for (const name of shipped) python.FS.writeFile(`/${name}`, readFileSync(`${root}/${name}`));
python.runPython("import sys; sys.path.insert(0, '/')\n" + readFileSync(script, "utf8"));
