import { describe, expect, it } from 'vitest';
import { provisioning as steps } from '../../../plans.ts';
import { after, buttonsOf, changesOf, kiosk, replyTo, shop, web } from './shop.ts';

const portOf = (text: string, name = 'web', situation = shop()) =>
  after(text, situation).analysis!.services.find((service) => service.name === name)!.port;

describe('a port', () => {
  it.each([
    'web listens on 8080',
    'web listens on port 8080',
    'web should listen on 8080',
    'web runs on port 8080',
    'change the port of web to 8080',
    "change web's port to 8080",
    'set web port to 8080',
    'port of web is 8080',
    'the port for web should be 8080',
    'web port 8080',
    'use port 8080 for web',
    'switch web to port 8080',
    'web is on port 8080',
    'Web, please, listens on 8080',
    'set PORT to 8080 for web',
    'PORT=8080 for web'
  ])('of a service is set by %j', (text) => expect(portOf(text)).toBe(8080));

  it('is written into the Dockerfile that Hydron made, and into no other', () => {
    const text = after('web listens on 8080').analysis!.services[0]!.dockerfile!.text;
    expect(text).toContain('EXPOSE 8080');
    expect(text).toContain(' PORT=8080');
    expect(text).not.toContain('3000');
    expect(after('docs listens on 81').analysis!.services[2]!.dockerfile!.text).toContain("':81 {'");
    const own = shop();
    own.analysis!.services[0] = { ...web, dockerfile: { ...web.dockerfile!, origin: 'repository' } };
    expect(changesOf('web listens on 8080', own)).toEqual(['/services/web/port: 3000 -> 8080']);
    expect(replyTo('web listens on 8080', own)).toContain('make sure that it listens there');
  });

  it('is the only service’s where none is named, and asked about where there are several', () => {
    expect(portOf('listen on 8080', 'web', kiosk())).toBe(8080);
    expect(portOf('port 8080', 'web', kiosk())).toBe(8080);
    expect(buttonsOf('port 8080')).toEqual(['web listens on 8080', 'docs listens on 8080']);
  });

  it('may be several services’', () => {
    const { services } = after('web and docs listen on 8080').analysis!;
    expect(services.map(({ port }) => port)).toEqual([8080, null, 8080]);
  });

  it.each(['web listens on 0', 'web listens on 65536', 'web listens on 999999999'])('is a port: %j', (text) =>
    expect(replyTo(text)).toBe('A port is a number from 1 to 65535.')
  );

  it('of a datastore is left alone', () =>
    expect(replyTo('change the port of db to 5433')).toContain('on its usual port'));

  it.each(['web listens on music', 'nobody listens on 80', 'port', 'web runs on 3 wheels'])(
    'is not meant by %j',
    (text) => expect(changesOf(text)).toEqual([])
  );
});

describe('a port of the firewall', () => {
  it.each([
    ['close port 8080', '8080 is closed already'],
    ['close 22', '22 is needed'],
    ['block port 443', '443 is needed'],
    ['open port 8080', 'takes in 22, 80 and 443'],
    ['expose 3000', 'web listens on 3000 behind it'],
    ['do not expose port 3000', '3000 is closed already'],
    ['open port 443', 'open already']
  ])('is explained: %j', (text, says) => {
    expect(replyTo(text)).toContain(says);
    expect(changesOf(text)).toEqual([]);
  });

  it('that another server needs is not closed, and the way to be without it is offered', () => {
    const published = {
      name: 'db',
      server: 'data',
      role: 'datastore',
      image: 'postgres:17',
      build: false,
      dockerfile: null,
      command: null,
      volumes: [],
      port: 5432,
      ports: [{ host: 5432, container: 5432, address: '${SERVER:data}' }],
      healthcheck: null,
      limits: { memoryMb: 256, cpus: null },
      startOrder: 0
    } as const;
    const plans = shop({
      provisioning: steps({ services: [{ ...published, volumes: [], ports: [...published.ports] }] })
    });
    expect(replyTo('close port 5432', plans)).toContain('open to the other servers of the plan alone: db');
    expect(buttonsOf('close port 5432', plans)).toEqual(['everything on one server']);
  });
});
