import type { Command } from 'commander';

/** The options of every command that writes reports. */
export function addReportOptions(command: Command): void {
  command
    .option('--json <file>', 'write the JSON report there too')
    .option('--junit <file>', 'write the JUnit report there too')
    .option('--ctrf <file>', 'write the report there in the Common Test Report Format')
    .option('--sarif <file>', 'write the verdicts there as SARIF, for code scanning')
    .option('--markdown <file>', 'write a summary there in Markdown, for a pull request')
    .option('--html <file>', 'write the HTML report there too')
    .option('--no-html', 'make no HTML report');
}
