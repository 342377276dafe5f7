/** Who may import whom (see ARCHITECTURE.md). There is no baseline of accepted breaches. */
const SRC = '^packages/evenkeel/src';
const WRAPPER = '^packages/rootwrap/src';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle hides which module is the lower one.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'model-imports-nothing',
      comment: 'The nouns depend on no verb.',
      severity: 'error',
      from: { path: `${SRC}/model` },
      to: { pathNot: `${SRC}/model` },
    },
    {
      name: 'pure-folders-import-only-model',
      comment: 'read, plan, policy, judge and report are pure and never see each other.',
      severity: 'error',
      from: { path: `${SRC}/(read|plan|policy|judge|report)/` },
      to: { path: '^packages/evenkeel/src/', pathNot: [`${SRC}/model/`, `${SRC}/$1/`] },
    },
    {
      name: 'pure-folders-have-no-effects',
      comment: 'A pure folder neither reads files nor starts processes.',
      severity: 'error',
      from: { path: `${SRC}/(read|plan|policy|judge|report|model)/` },
      to: { path: '^(node:)?(fs|child_process|net|http|https|os|worker_threads|timers|cluster|dgram)(/|$)' },
    },
    {
      name: 'nothing-imports-the-page',
      comment:
        'The page runs in a browser; it is built on its own. What it may import itself is said in biome.json.',
      severity: 'error',
      from: { pathNot: '^packages/evenkeel/page/' },
      to: { path: '^packages/evenkeel/page/' },
    },
    {
      name: 'run-imports-only-model',
      comment: 'The executor knows effects only by its ports.',
      severity: 'error',
      from: { path: `${SRC}/run/` },
      to: { path: '^packages/evenkeel/src/', pathNot: [`${SRC}/model/`, `${SRC}/run/`] },
    },
    {
      name: 'run-has-no-libraries',
      comment: 'The executor knows effects only by its ports.',
      severity: 'error',
      from: { path: `${SRC}/run/` },
      to: { dependencyTypes: ['npm', 'core'] },
    },
    {
      name: 'drivers-import-model-and-ports',
      comment: 'A driver implements a port; it does not know who calls it.',
      severity: 'error',
      from: { path: `${SRC}/drivers/` },
      to: {
        path: '^packages/evenkeel/src/',
        pathNot: [`${SRC}/model/`, `${SRC}/drivers/`, `${SRC}/run/ports\\.ts$`],
      },
    },
    {
      name: 'only-cli-composes',
      comment: 'Nothing imports the composer.',
      severity: 'error',
      from: { pathNot: `${SRC}/cli/` },
      to: { path: `${SRC}/cli/` },
    },
    {
      name: 'wrapper-imports-nothing-but-node',
      comment: 'The privileged wrapper is audited alone, and has no dependency that could turn against it.',
      severity: 'error',
      from: { path: `${WRAPPER}/` },
      to: { pathNot: `${WRAPPER}/`, dependencyTypesNot: ['core'] },
    },
    {
      name: 'wrapper-decides-without-effects',
      comment: 'What is permitted follows from filters, words and what the Host port answers.',
      severity: 'error',
      from: { path: `${WRAPPER}/(ini|regex|filter|decide)/` },
      to: { pathNot: `${WRAPPER}/(ini|regex|filter|decide)/` },
    },
    {
      name: 'wrapper-starts-processes-in-one-place',
      comment: 'src/launch alone starts a process; the client runs without privilege.',
      severity: 'error',
      from: { path: `${WRAPPER}/`, pathNot: `${WRAPPER}/(launch|client)/` },
      to: { path: '^(node:)?(child_process|cluster|worker_threads)$' },
    },
    {
      name: 'wrapper-client-stands-alone',
      comment: 'The client runs in the service: it shares the wire with the daemon, and nothing else.',
      severity: 'error',
      from: { path: `${WRAPPER}/client/` },
      to: { path: `${WRAPPER}/`, pathNot: `${WRAPPER}/(client|wire)/` },
    },
    {
      name: 'wrapper-wire-touches-no-files',
      comment: 'The wire knows bytes and sockets, on both sides of it.',
      severity: 'error',
      from: { path: `${WRAPPER}/wire/` },
      to: { path: '^(node:)?(fs|child_process|os)(/|$)' },
    },
    {
      name: 'contract-knows-only-the-rules-of-the-wrapper',
      comment:
        'read and policy ask what filters permit, as the wrapper does; the rest of it is not their concern.',
      severity: 'error',
      from: { path: `${SRC}/(read|policy)/` },
      to: { path: '^packages/rootwrap/', pathNot: '^packages/rootwrap/(src/rules\\.ts|dist/rules\\.mjs)$' },
    },
    {
      name: 'only-the-contract-knows-the-wrapper',
      comment: 'Whoever else needs what a filter permits asks policy.',
      severity: 'error',
      from: { path: `${SRC}/`, pathNot: `${SRC}/(read|policy)/` },
      to: { path: '^packages/rootwrap/' },
    },
    {
      name: 'no-orphans',
      comment: 'A module that nobody imports is dead.',
      severity: 'error',
      from: { orphan: true, pathNot: '\\.d\\.ts$' },
      to: {},
    },
    {
      name: 'declared-dependencies',
      comment: 'A package that is used must be declared.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    // as in packages/evenkeel/tsconfig.json, with the baseUrl that dependency-cruiser asks for
    tsConfig: { fileName: `${__dirname}/tsconfig.imports.json` },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
