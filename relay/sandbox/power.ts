import { switchPower } from './container.ts';
import { eachServer } from './stack.ts';

/** `RELAY_STATE=folder node relay/sandbox/power.ts on|off` switches every sandbox server of that folder. */
const power = process.argv[2];
if (power !== 'on' && power !== 'off') throw new Error('say on or off');
await eachServer(`switched ${power}`, (id) => switchPower(id, power));
