import { AXES, type Axis } from './axes.ts';

export interface AxisChoiceProps {
  readonly axis: Axis;
  readonly hasPasses: boolean;
  readonly onChange: (axis: Axis) => void;
}

/** What the chart has from left to right. */
export function AxisChoice({ axis, hasPasses, onChange }: AxisChoiceProps) {
  return (
    <label>
      Along
      <select value={axis} onChange={({ currentTarget }) => onChange(currentTarget.value as Axis)}>
        {AXES.filter((name) => hasPasses || name !== 'passes').map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
