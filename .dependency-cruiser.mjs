/** The walls between the rooms: who may import whom. Three questions find the room, see src/README.md. */
const forbid = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: to },
});

export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    forbid(
      'blog-knows-no-tensors',
      'Only plain text passes between blog/ and engine/.',
      '^src/blog/',
      '^src/(engine|pipeline|node|cli|index)',
    ),
    forbid(
      'posts-are-the-ground',
      'language < posts, markdown < everything else about words.',
      '^src/blog/(posts|markdown)/',
      '^src/blog/(?!posts/|markdown/|language/)',
    ),
    forbid(
      'language-knows-no-posts',
      'What a word and a sentence are depends on nothing else.',
      '^src/blog/language/',
      '^src/(?!blog/language/)',
    ),
    forbid(
      'engine-knows-no-markdown',
      'Only plain text passes between blog/ and engine/.',
      '^src/engine/',
      '^src/(blog|pipeline|node|cli|index\\.ts)',
    ),
    forbid(
      'device-is-the-ground',
      'device < models < training, generation, checkpoint.',
      '^src/engine/device/',
      '^src/engine/(models|training|generation|checkpoint|tokens)/',
    ),
    forbid(
      'models-stand-on-device',
      'device < models < training, generation, checkpoint.',
      '^src/engine/models/',
      '^src/engine/(training|generation|checkpoint|tokens)/',
    ),
    forbid(
      'architectures-behind-their-list',
      'An architecture is known to models/ and to the formats that hold nothing else.',
      '^src/(?!engine/models/|engine/checkpoint/formats/)',
      '^src/engine/models/gpt2/',
    ),
    forbid(
      'tokenizers-behind-their-list',
      'A kind of tokenizer is known to tokens/ alone; the entry for browsers exports it.',
      '^src/(?!engine/tokens/|engine/index\\.ts)',
      '^src/engine/tokens/(bpe|sentencepiece)/',
    ),
    forbid(
      'node-serves',
      'node/ is the rim: it knows the engine and the blog, not the story.',
      '^src/node/',
      '^src/(pipeline|cli)/',
    ),
    forbid(
      'pipeline-sees-no-node',
      'What depends on Node comes through a Project.',
      '^src/(pipeline|browser\\.ts)',
      '^src/node/',
    ),
    forbid(
      'browser-project-serves',
      'browser-project/ is the rim of browsers: of the pipeline, it knows the project in memory and the devices.',
      '^src/browser-project/',
      '^src/(pipeline/(?!memory-project|browser-devices|wasm-kernels)|node|cli|studio|serve)',
    ),
    forbid(
      'project-is-the-seam',
      'A Project is described without what is behind it or in front of it.',
      '^src/project/',
      '^src/(node|browser-project|pipeline|cli)/',
    ),
    forbid(
      'doors-open-inwards',
      'Nothing imports the doors.',
      '^src/(blog|engine|node|browser-project|pipeline)/',
      '^src/(cli|studio)/',
    ),
    forbid('studio-is-a-door', 'The studio does nothing that a command cannot.', '^src/studio/', '^src/cli/'),
    forbid(
      'pages-see-the-protocol',
      'Pages know the server by its protocol, and the pipeline by its types.',
      '^src/studio/pages/',
      '^src/(node|engine|studio/server)/',
    ),
    forbid(
      'no-node-in-a-tab',
      'What answers pages in a worker of a tab needs no Node.',
      '^src/studio/(worker|requests|try|pages|server/(?!studio\\.ts|app\\.ts|guard\\.ts|page-files\\.ts|jobs/(process-runner|job-process)\\.ts))',
      '^src/(node|cli)/|^src/studio/server/(studio|app|guard|page-files|jobs/process-runner|jobs/job-process)\\.ts',
    ),
    {
      name: 'runs-anywhere',
      comment: 'Node itself is seen by node/, cli/ and the Node entry alone.',
      severity: 'error',
      from: { path: '^src/(blog|engine|pipeline|project|serve|browser-project)/|^src/(?:fault|nearest|browser)\\.ts' },
      to: { dependencyTypes: ['core'] },
    },
    forbid(
      'serve-knows-no-model',
      'The HTTP layer sees a model through its TextService alone.',
      '^src/serve/',
      '^src/(?!serve/|fault\\.ts|nearest\\.ts)',
    ),
    forbid(
      'hono-serves',
      'HTTP is answered in serve/ alone; node/serve gives it a port.',
      '^src/(?!serve/|node/serve/|studio/server/|studio/worker/)',
      'node_modules/@?hono',
    ),
    forbid(
      'koffi-in-one-room',
      'koffi is bound in node/native-device alone.',
      '^src/(?!node/native-device/)',
      'node_modules/koffi',
    ),
    forbid(
      'sharp-in-one-room',
      'sharp is optional: only node/pictures loads it, and says what to do without it.',
      '^src/(?!node/pictures/)',
      'node_modules/sharp',
    ),
    forbid(
      'dawn-in-one-room',
      'The package webgpu is loaded in node/webgpu alone.',
      '^src/(?!node/webgpu/)',
      'node_modules/webgpu',
    ),
    forbid(
      'one-client',
      'Every request goes through the client in node/network, and so through proxies and time limits.',
      '^src/(?!node/network/)',
      'node_modules/undici',
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js'],
    },
  },
};
