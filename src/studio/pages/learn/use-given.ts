import { useEffect, useState } from 'preact/hooks';
import type { Values } from './form.ts';

/** What was typed, kept while the person looks at other pages. */
let kept: Values = {};

/** The settings that the person gives; undefined takes one back. */
export function useGiven(): readonly [given: Values, give: (name: string, value: unknown) => void, clear: () => void] {
  const [given, setGiven] = useState<Values>(kept);
  useEffect(() => {
    kept = given;
  }, [given]);
  const give = (name: string, value: unknown) => {
    setGiven(({ [name]: _, ...others }) => (value === undefined ? others : { ...others, [name]: value }));
  };
  return [given, give, () => setGiven({})];
}
