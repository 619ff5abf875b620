import {
  bytesInMemory,
  describeModel,
  generateTexts,
  loadWeights,
  openReferenceDevice,
} from 'this-post-does-not-exist/engine';

/** The bundled model: `this-post-does-not-exist/base-model/*` in the package. */
const folder = new URL('../../base-model/', import.meta.url);

/** How the next token is drawn: as `tpdne run` does. */
const sampling = { temperature: 0.8, top_k: 0, top_p: 0.9, repetition_penalty: 1, dry_multiplier: 0.8 };

/** The files of the model, which the engine reads wherever they are. */
const files = {
  description: 'the bundled model',
  weights: null,
  names: async () => ['config.json', 'merges.txt', 'model.safetensors', 'tokenizer_config.json', 'vocab.json'],
  pathOf: (name) => new URL(name, folder).href,
  async open(name) {
    const response = await fetch(new URL(name, folder));
    if (!response.ok) return null;
    return { ...bytesInMemory(name, new Uint8Array(await response.arrayBuffer())), close: async () => {} };
  },
};

const form = document.querySelector('form');
const button = document.querySelector('button');
const text = document.querySelector('#text');
const status = document.querySelector('#status');

const seconds = (since) => ((performance.now() - since) / 1000).toFixed(1);
/** Lets the browser draw the page. */
const drawn = () => new Promise((resolve) => setTimeout(resolve));

async function load() {
  const began = performance.now();
  const { configuration, tokenizer } = await describeModel(files, async () => {
    throw new Error('The model has its own vocabulary.');
  });
  const model = await loadWeights(openReferenceDevice(), files, configuration);
  status.textContent = `Loaded the model in ${seconds(began)} s.`;
  return { model, tokenizer };
}

/** Continues the prompt by at most 30 tokens, and shows each as soon as it is written. */
async function write({ model, tokenizer }, prompt) {
  const began = performance.now();
  const request = {
    prompt,
    count: 1,
    batchSize: 1,
    length: 30,
    sampling,
    seed: 1,
    stopAtEnd: true,
    includePrompt: true,
  };
  text.textContent = '';
  for await (const event of generateTexts(model, tokenizer, request)) {
    if (event.type === 'text-grew') text.textContent += event.added;
    if (event.type === 'text-done') status.textContent = `Wrote ${event.tokens} tokens in ${seconds(began)} s.`;
    await drawn();
  }
}

const loaded = await load();
button.disabled = false;
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  button.disabled = true;
  await write(loaded, form.elements.prompt.value);
  button.disabled = false;
});
