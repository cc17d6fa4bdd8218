/** The commands of the terminal: what one takes, and what it does. */
export const commands: [command: string, does: string][] = [
  ['deploy SOURCE', 'Plans, asks for each approval, runs, and prints the live address.'],
  ['status [PROJECT]', 'Lists the projects, or shows the plans, runs and servers of one.'],
  ['logs PROJECT', 'Prints what its newest run wrote; --follow goes on until that run is over.'],
  ['approve PROJECT', 'Shows the plan that waits, asks, and goes on from there as deploy does.'],
  ['pause PROJECT', 'Lets the running step finish, then waits.'],
  ['resume PROJECT', 'Goes on after a pause, a stop or a failure.'],
  ['say PROJECT WISH', 'Changes its plans in plain words, or asks what they say.'],
  ['answer PROJECT NUMBER', 'Answers what a run asks about a failed step, or what a plan leaves open.'],
  ['stop PROJECT', 'Ends the run after the running step.'],
  ['model PROJECT [MODEL]', 'Shows what a project thinks with and what there is, or picks it; none is rules alone.'],
  ['usage [PROJECT]', 'What models cost this month: of a project, or of all of them.'],
  ['redeploy PROJECT', 'Runs the approved plans again.'],
  ['destroy PROJECT', 'Gives its servers back and deletes it, after its name was typed.'],
  ['down', 'Stops the Hydron that runs on this machine.'],
  ['help [COMMAND]', 'Tells what a command takes.']
];

/** The options of `deploy`. */
export const deployOptions: [option: string, does: string][] = [
  ['--yes', 'Approve each plan without asking.'],
  ['--name NAME', 'Name of the project.'],
  ['--region ID', 'Where its servers stand.'],
  ['--budget AMOUNT', 'Most that its servers may cost a month, such as 20 or 19.90.'],
  ['--vendor NAME', 'Who sells the server: sandbox or own.'],
  ['--model MODEL', 'What thinks beside the rules, by its id; none for rules alone.'],
  ['--env NAME=VALUE', 'A variable of the services; may be repeated.'],
  ['--env-file FILE', 'Variables, one NAME=VALUE a line.'],
  ['--ref REF', 'Branch, tag or commit.'],
  ['--subfolder PATH', 'Folder inside the repository.'],
  ['--full', 'Print the text of each step as well.']
];
