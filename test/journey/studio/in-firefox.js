// What the journey does in a page of Firefox, which loads this script with the studio. Nothing drives it from outside: with a
// session of WebDriver, a page that was loaded again in the middle of a training could sometimes start no worker.

const problems = [];
addEventListener('error', ({ message }) => problems.push(message));
addEventListener('unhandledrejection', ({ reason }) => problems.push(String(reason)));

async function until(condition, what) {
  for (const end = Date.now() + 120_000; Date.now() < end; ) {
    const found = await condition();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${what} did not come: ${document.body.innerText.slice(0, 2000)}`);
}

const see = (text) => until(() => document.body.textContent.includes(text), text);

async function click(name) {
  const isIt = (button) => button.textContent.trim() === name && !button.disabled;
  const button = await until(() => [...document.querySelectorAll('button')].find(isIt), name);
  button.click();
}

/** The handle of a file in the private files of the site. */
async function stored(path) {
  const names = path.split('/');
  let folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('project');
  for (const name of names.slice(0, -1)) folder = await folder.getDirectoryHandle(name);
  return folder.getFileHandle(names.at(-1));
}

const read = async (path) => (await (await stored(path)).getFile()).text();

/** The losses of the run, without the seconds. */
async function history() {
  const rows = (await read('checkpoint/run1/history.csv').catch(() => '')).trim().split('\n');
  return rows.map((row) => row.split(',').toSpliced(1, 1).join(','));
}

/** Gives the files of a folder of the site, as the dialog for a folder does. */
async function give(within, folder, names) {
  const files = await Promise.all(
    names.map(async (name) => {
      const content = await (await fetch(`given/${folder}/${name}`)).blob();
      const webkitRelativePath = { value: `${folder.split('/').at(-1)}/${name}` };
      return Object.defineProperties(new File([content], name), { webkitRelativePath });
    }),
  );
  const inputs = (await until(() => document.querySelector(within), within)).querySelectorAll('input[type=file]');
  const ofFolder = [...inputs].find((each) => each.webkitdirectory);
  Object.defineProperty(ofFolder, 'files', { value: files, configurable: true });
  ofFolder.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Brings posts and a model into the tab. */
async function setUp({ posts, model, settings }) {
  await see('Your posts never leave this tab');
  await give('.set-up', 'my-posts', posts);
  const inputs = () => [...document.querySelectorAll('input')];
  await until(() => inputs().some(({ value }) => value === 'imports/my-posts'), 'the posts');
  await click('Look at the posts');
  await see('Post 12');
  location.hash = '#/learn';
  await see('There is no model to start from');
  await give('section[aria-labelledby="model-title"]', 'models/reciter', model);
  await see('reciter is here.');
  const config = JSON.parse(await read('tpdne.config.json'));
  for (const [name, values] of Object.entries(settings)) config[name] = { ...config[name], ...values };
  const writing = await (await stored('tpdne.config.json')).createWritable();
  await writing.write(JSON.stringify(config));
  await writing.close();
}

/** Waits until there are checkpoints. */
async function saved() {
  const losses = await until(async () => {
    const rows = await history();
    return rows.length > 8 && rows;
  }, 'a checkpoint');
  sessionStorage.left = losses.length;
}

/** Waits for a draft; resolves with the losses, how many there were when the page was loaded again, and where they were computed. */
async function drafted() {
  location.hash = '#/review';
  const headings = () => [...document.querySelectorAll('h1, h2, h3')];
  await until(() => headings().some(({ textContent }) => /P.ss L.mp/.test(textContent)), 'a draft');
  await see('I am a b.');
  const left = Number(sessionStorage.left ?? 0);
  return { losses: await history(), left, training: await read('checkpoint/run1/training.json') };
}

/** What is done, one after each loading of the page. `?again`: it is loaded again in the middle of the training. */
const STAGES = [setUp, () => click('Teach it your voice'), ...(location.search === '?again' ? [saved] : []), drafted];

async function act() {
  const given = await (await fetch('given/test.json')).json();
  for (;;) {
    const stage = Number(sessionStorage.stage ?? 0);
    const done = await STAGES[stage](given);
    if (stage === STAGES.length - 1) return done;
    sessionStorage.stage = stage + 1;
    // The settings are read when the page is loaded.
    if (stage !== 1) return location.reload();
  }
}

/** A test hears how it ended, with what the page complained about since it was loaded last. */
async function say(ended) {
  await fetch('said', { method: 'POST', body: JSON.stringify({ at: location.search, problems, ...ended }) });
}

// The page loads itself again once, with the headers of its service worker.
if (crossOriginIsolated) {
  act().then(
    (done) => done !== undefined && say(done),
    (error) => say({ problem: error.message }),
  );
}
