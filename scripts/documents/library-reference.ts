import type { LibraryEvent } from './library-events.ts';
import { eventTypes, libraryEvents } from './library-events.ts';
import { type LibraryFunction, libraryFunctions } from './library-functions.ts';
import { code, GENERATED, inLine, paragraphs } from './markdown.ts';
import type { Property, Source } from './source.ts';

/** The command that a function of the library runs, where their names differ. */
const commandOf = (name: string) =>
  ({ continueDraft: 'continue', makeDraft: 'draft', importPosts: 'import', exportModel: 'export' })[name] ?? name;

/** docs/reference/library.md: every function with its settings, options, result and events. */
export function libraryReference(source: Source): string {
  const functions = libraryFunctions(source);
  const projectOptions = source.checker.getDeclaredTypeOfSymbol(source.exported().get('ProjectOptions')!);
  return paragraphs(
    GENERATED,
    '# Functions of the library',
    'Each function does the work of a command. It returns a job (`Job`): iterate over it for its [events](events.md), await it for its ' +
      'result, or do both. Nothing begins before. It prints nothing and asks nothing unless a function for that is passed.',
    "```ts\nimport { train } from 'this-post-does-not-exist';\n\n" +
      "const job = train({ dataset: 'my-blog/_posts', steps: 200 }, { signal });\n" +
      "for await (const event of job) if (event.type === 'step') console.log(event.step, event.loss);\n" +
      'const { step } = await job;\n```',
    'When the signal is aborted, a job rejects with its reason, in both ways; before its start, it does nothing. It leaves no lock and no ' +
      'half-written file, and the same call resumes what can be resumed. Other errors are [faults](faults.md).',
    functions.map(({ name }) => `[${name}](#${name.toLowerCase()})`).join(', '),
    ...functions.map((each) => section(source, each)),
    '## ProjectOptions',
    'Options of every function.',
    propertyList(source.properties(projectOptions)),
  );
}

function section(source: Source, each: LibraryFunction): string {
  const { name, summary, parameters, options, result } = each;
  const given = parameters.map(([parameter, type]) => `${parameter}: ${type}`).join(', ');
  const hasSettings = parameters[0]?.[0] === 'given';
  const command = commandOf(name);
  const events = eventTypes(source, each).map((type) => `[${type}](events.md#${type})`);
  return [
    `## ${name}`,
    summary.replace(/:? see `tpdne [^`]*`\.?$/, '.'),
    `\`\`\`ts\n${name}(${given})\n\`\`\``,
    [
      hasSettings
        ? `- Settings: those of [tpdne ${command}](commands.md#${command})`
        : `- The same as [tpdne ${command}](commands.md#${command})`,
      `- Result: ${result}`,
      `- Events: ${events.join(', ')}`,
      ...(options === null ? [] : ['- Options, besides those of [ProjectOptions](#projectoptions):']),
    ].join('\n'),
    options === null ? '' : propertyList(source.properties(options)).replace(/^/gm, '  '),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** docs/reference/events.md: every event with its properties. */
export function eventReference(source: Source): string {
  const events = libraryEvents(source, libraryFunctions(source));
  return paragraphs(
    GENERATED,
    '# Events',
    'What the jobs of the [library](library.md) report, by their `type`. A number of bytes, tokens or steps says so in its name.',
    ...events.map(eventSection),
  );
}

function eventSection(
  { type, documentation, properties, functions }: LibraryEvent,
  i: number,
  all: LibraryEvent[],
): string {
  // Only one heading can have the anchor of its type.
  const isFirst = all.findIndex((other) => other.type === type) === i;
  const heading = isFirst ? `## ${type}` : `**${type}**, of other functions`;
  const by = `Of ${functions.map((name) => `[${name}](library.md#${name.toLowerCase()})`).join(', ')}.`;
  return [heading, documentation, propertyList(properties), by].filter((part) => part !== '').join('\n\n');
}

function propertyList(properties: readonly Property[]): string {
  return properties
    .map(({ name, isOptional, type, documentation }) => {
      const shown = isOptional ? type.replace(/ \| undefined$/, '') : type;
      const declared = `- ${code(`${name}${isOptional ? '?' : ''}: ${inLine(shown).replaceAll('\\|', '|')}`)}`;
      return documentation === '' ? declared : `${declared} – ${inLine(documentation).replaceAll('\\|', '|')}`;
    })
    .join('\n');
}
