import { type Html, html } from './html.ts';
import { reportStyle } from './report-style.ts';

/** The commands that write reports. */
const commands = ['prepare', 'report'] as const;
type ReportingCommand = (typeof commands)[number];

/** Identifies a page as a report. */
function markOf(command: ReportingCommand): string {
  return `<meta name="generator" content="tpdne ${command}">`;
}

/**
 * The command that wrote a page, by its mark; null for any other page. So an import of a folder that contains a report does
 * not take it for a post.
 */
export function reportCommand(page: string): ReportingCommand | null {
  return commands.find((command) => page.includes(markOf(command))) ?? null;
}

export interface PageContent {
  readonly title: string;
  readonly command: ReportingCommand;
  readonly body: Html;
}

/** A whole page with the style of reports: no scripts, no external resources. */
export function htmlPage({ title, command, body }: PageContent): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${markOf(command)}
<title>${html`${title}`.text}</title>
<style>${reportStyle}</style>
</head>
<body>
<main>
${body.text}
</main>
</body>
</html>
`;
}
