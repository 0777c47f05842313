// A knip reporter that says how many files were read, for a check that passes on nothing proves nothing.
export default function countFiles({ counters }) {
  console.log(`knip read ${counters.processed} files`);
}
