export const reportSettings = {
  run: {
    type: 'text',
    default: null,
    absent: 'the newest run',
    help: 'Run in checkpoint/ to report on.',
  },
  out: {
    type: 'path',
    default: null,
    absent: 'report.html in the folder of the run',
    help: 'File for the report, an HTML page; an earlier report is replaced.',
  },
  overwrite: { type: 'boolean', default: false, help: 'Replace the file even if it is not a report.' },
} as const;
