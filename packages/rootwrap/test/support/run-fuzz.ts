import fc from 'fast-check';

/** Same inputs each time; another seed tries others: FUZZ_SEED=… */
const OPTIONS = { seed: Number(process.env.FUZZ_SEED ?? 3), numRuns: Number(process.env.FUZZ_RUNS ?? 3000) };
/** Asks the property about many inputs. */
export const check = <T>(inputs: fc.Arbitrary<T>, property: (input: T) => void): void =>
  fc.assert(fc.property(inputs, property), OPTIONS);
