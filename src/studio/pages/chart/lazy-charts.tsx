import { lazy } from 'preact/compat';

/** Charts and the library that draws them are loaded when the first one is shown. */
export const TrainingChart = lazy(async () => (await import('./training-chart.tsx')).TrainingChart);
export const RunsChart = lazy(async () => (await import('./runs-chart.tsx')).RunsChart);
