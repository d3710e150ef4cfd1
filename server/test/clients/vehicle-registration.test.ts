import { GetBlockCommand, GetDigestCommand, GetRevisionCommand } from '@aws-sdk/client-qldb';
import type { TransactionExecutor } from 'amazon-qldb-driver-nodejs';
import { Decimal, dom, load } from 'ion-js';
import { DriverLedger, textAt, texts } from './driver-ledger';
import { foldProof, parseProof } from '../../src';
import { ENGINES } from '../support/engines';
import { eventually } from '../support/eventually';

const PEOPLE = [['Raul', 'LEWISR261LL'], ['Brent', 'LOGANB486CG'], ['Alexis', '744 849 301']].map(([FirstName, GovId]) =>
  ({ FirstName, GovId, DOB: new Date('1963-08-19'), GovIdType: 'Driver License', Address: '1719 University Street, Seattle, WA, 98109' }));
const VINS = ['1N4AL11D75C109151', 'KM8SRDHF6EU074761', '3HGGK5G53FM761765'];
const VEHICLES = VINS.map((VIN, n) => ({ VIN, Type: 'Sedan', Year: 2011 + n, Make: ['Audi', 'Tesla', 'Ducati'][n], Color: 'Silver' }));
const registration = (VIN: string, PersonId: string) => ({
  VIN, LicensePlateNumber: `P-${VIN}`, State: 'WA', City: 'Seattle', PendingPenaltyTicketAmount: new Decimal(9025, -2), ValidFromDate: new Date('2017-08-21'),
  Owners: { PrimaryOwner: { PersonId }, SecondaryOwners: [] },
});
const license = (LicenseNumber: string, PersonId: string) =>
  ({ PersonId, LicenseNumber, LicenseType: 'Full', ValidFromDate: new Date('2016-12-20'), ValidToDate: new Date('2020-11-15') });

/** What AWS's sample application for Node.js does with its ledger of vehicles, statement by statement: https://github.com/aws-samples/amazon-qldb-dmv-sample-nodejs */
describe.each(ENGINES)('the statements of AWS\'s sample application on %s', (engine) => {
  let ledger: DriverLedger;
  let personIds: readonly string[];
  beforeAll(async () => {
    ledger = await DriverLedger.open(engine);
    await ledger.transaction(async (transaction) => {
      void Promise.all(['VehicleRegistration', 'Vehicle', 'Person', 'DriversLicense'].map((name) => transaction.execute(`CREATE TABLE ${name}`)));
    });
    const indexes = 'Person.GovId Vehicle.VIN VehicleRegistration.VIN VehicleRegistration.LicensePlateNumber DriversLicense.PersonId DriversLicense.LicenseNumber';
    await ledger.transaction(async (transaction) => {
      void Promise.all(indexes.split(' ').map((each) => transaction.execute(`CREATE INDEX on ${each.split('.')[0]} (${each.split('.')[1]})`)));
    });
    personIds = await ledger.transaction(async (transaction) => {
      const inserted = (await transaction.execute('INSERT INTO Person ?', PEOPLE)).getResultList().map((value) => textAt(value, 'documentId'));
      await Promise.all([
        transaction.execute('INSERT INTO DriversLicense ?', PEOPLE.map(({ GovId = '' }, n) => license(GovId, inserted[n] ?? ''))),
        transaction.execute('INSERT INTO VehicleRegistration ?', VINS.map((vin, n) => registration(vin, inserted[n] ?? ''))),
        transaction.execute('INSERT INTO Vehicle ?', VEHICLES),
      ]);
      return inserted;
    });
  });
  afterAll(() => ledger.close());

  const idOf = async (transaction: TransactionExecutor, table: string, field: string, value: string | undefined) =>
    textAt((await transaction.execute(`SELECT id FROM ${table} AS t BY id WHERE t.${field} = ?`, value)).getResultList()[0], 'id');
  const transfer = (vin: string | undefined, to: string | undefined) => ledger.transaction(async (transaction) => {
    const [owner] = (await transaction.execute('SELECT Owners.PrimaryOwner.PersonId FROM VehicleRegistration AS v WHERE v.VIN = ?', vin)).getResultList();
    const [person] = (await transaction.execute('SELECT p.* FROM Person AS p BY pid WHERE pid = ?', textAt(owner, 'PersonId'))).getResultList();
    const newOwner = await idOf(transaction, 'Person', 'GovId', to);
    const updated = await transaction.execute('UPDATE VehicleRegistration AS r SET r.Owners.PrimaryOwner.PersonId = ? WHERE r.VIN = ?', newOwner, vin);
    return { from: textAt(person, 'GovId'), updated: updated.getResultList().length };
  });

  test('tables are listed and scanned', async () => {
    expect((await ledger.driver.getTableNames()).map(String).sort()).toEqual(['DriversLicense', 'Person', 'Vehicle', 'VehicleRegistration']);
    for (const table of await ledger.driver.getTableNames()) {
      expect(JSON.parse(JSON.stringify(await ledger.values(`SELECT * FROM ${table}`)))).toHaveLength(3);
    }
  });

  test('the vehicles of a person are found by a join', async () => {
    const found = await ledger.transaction(async (transaction) => (await transaction.execute(
      'SELECT Vehicle FROM Vehicle INNER JOIN VehicleRegistration AS r ON Vehicle.VIN = r.VIN WHERE r.Owners.PrimaryOwner.PersonId = ?', personIds[1])).getResultList());
    expect(found.map((value) => textAt(value, 'Vehicle', 'VIN'))).toEqual([VINS[1]]);
  });

  test('a vehicle gets a second owner, a person a new license, a license new dates, and one is given back', async () => {
    const added = await ledger.values(
      'FROM VehicleRegistration AS v WHERE v.VIN = ? INSERT INTO v.Owners.SecondaryOwners VALUE ?', VINS[1], { PersonId: personIds[0] });
    expect(added).toHaveLength(1);
    const [owners] = await ledger.values('SELECT Owners.SecondaryOwners FROM VehicleRegistration AS v WHERE v.VIN = ?', VINS[1]);
    expect(owners?.get('SecondaryOwners')?.elements().map((value) => textAt(value, 'PersonId'))).toEqual([personIds[0]]);

    const id = await ledger.transaction(async (transaction) => {
      expect((await transaction.execute('SELECT * FROM Person AS p WHERE p.GovId = ?', 'AQQ17B2342')).getResultList()).toEqual([]);
      const [inserted] = (await transaction.execute('INSERT INTO Person ?', { FirstName: 'Kate', GovId: 'AQQ17B2342' })).getResultList();
      const documentId = textAt(inserted, 'documentId');
      expect((await transaction.execute('SELECT * FROM DriversLicense AS d WHERE d.PersonId = ?', documentId)).getResultList()).toEqual([]);
      await transaction.execute('INSERT INTO DriversLicense ?', license('112 360 PXJ', documentId));
      return documentId;
    });
    expect(await ledger.rows('SELECT PersonId FROM DriversLicense WHERE LicenseNumber = ?', '112 360 PXJ')).toEqual([`{PersonId:"${id}"}`]);

    const renewed = await ledger.values('UPDATE DriversLicense AS d SET d.ValidFromDate = ?, d.ValidToDate = ? WHERE d.LicenseNumber = ?',
      new Date('2019-04-19'), new Date('2023-04-19'), '112 360 PXJ');
    // One for each assignment.
    expect(renewed).toHaveLength(2);
    expect(await ledger.rows('SELECT VALUE d.ValidToDate FROM DriversLicense AS d WHERE d.PersonId = ?', id)).toEqual(['2023-04-19T00:00:00.000Z']);
    expect(await ledger.values('DELETE FROM DriversLicense AS d WHERE d.LicenseNumber = ?', '112 360 PXJ')).toHaveLength(1);
    expect(await ledger.values('DELETE FROM DriversLicense AS d WHERE d.LicenseNumber = ?', '112 360 PXJ')).toEqual([]);
  });

  test('a vehicle changes hands, and the owners before are in the history of the last three months', async () => {
    expect(await transfer(VINS[0], PEOPLE[1]?.GovId)).toEqual({ from: PEOPLE[0]?.GovId, updated: 1 });
    const owners = await ledger.transaction(async (transaction) => {
      const id = await idOf(transaction, 'VehicleRegistration', 'VIN', VINS[0]);
      // Later than the transaction began, and not in the future.
      const today = new Date();
      const before = new Date(today);
      before.setMonth(today.getMonth() - 3);
      return texts((await transaction.execute('SELECT data.Owners.PrimaryOwner, metadata.version FROM history '
        + `(VehicleRegistration, \`${before.toISOString()}\`, \`${today.toISOString()}\`) AS h WHERE h.metadata.id = ?`, id)).getResultList());
    });
    expect(owners).toEqual([`{PrimaryOwner:{PersonId:"${personIds[0]}"},version:0}`, `{PrimaryOwner:{PersonId:"${personIds[1]}"},version:1}`].sort());
  });

  test('a registration and its block are verified, and with a byte changed they are not', async () => {
    await ledger.transaction(async (transaction) => {
      const found = (await transaction.execute('SELECT blockAddress, metadata.id FROM _ql_committed_VehicleRegistration WHERE data.VIN = ?', VINS[2])).getResultList();
      expect(found).toHaveLength(1);
      const [strandId, sequenceNo] = [textAt(found[0], 'blockAddress', 'strandId'), found[0]?.get('blockAddress', 'sequenceNo')?.numberValue()];
      const { Digest = new Uint8Array(), DigestTipAddress } = await ledger.client.send(new GetDigestCommand({ Name: ledger.name }));
      const request = { Name: ledger.name, BlockAddress: { IonText: `{strandId: "${strandId}", sequenceNo: ${sequenceNo}}` }, DigestTipAddress };
      const { Revision, Proof } = await ledger.client.send(new GetRevisionCommand({ ...request, DocumentId: textAt(found[0], 'id') }));
      const block = await ledger.client.send(new GetBlockCommand(request));
      const revisionHash = (load(Revision?.IonText ?? '') as dom.Value).get('hash')?.uInt8ArrayValue() ?? new Uint8Array();
      const blockHash = (load(block.Block?.IonText ?? '') as dom.Value).get('blockHash')?.uInt8ArrayValue() ?? new Uint8Array();
      for (const [hash, proof] of [[revisionHash, Proof?.IonText], [blockHash, block.Proof?.IonText]] as const) {
        expect(foldProof(hash, parseProof(proof ?? ''))).toEqual(Buffer.from(Digest));
        const flipped = Uint8Array.from(hash, (byte, index) => (index === 7 ? (byte + 1) % 256 : byte));
        expect(foldProof(flipped, parseProof(proof ?? ''))).not.toEqual(Buffer.from(Digest));
      }
    });
  });

  test('a registration of a former owner is redacted', async () => {
    await transfer(VINS[2], PEOPLE[0]?.GovId);
    const request = await ledger.transaction(async (transaction) => {
      const [tableId] = (await transaction.execute('SELECT VALUE tableId FROM information_schema.user_tables WHERE name = ?', 'VehicleRegistration')).getResultList();
      const id = await idOf(transaction, 'VehicleRegistration', 'VIN', VINS[2]);
      const owner = await idOf(transaction, 'Person', 'GovId', PEOPLE[2]?.GovId);
      const former = (await transaction.execute('SELECT * FROM history(VehicleRegistration) AS h '
        + `WHERE h.metadata.id = '${id}' AND h.data.Owners.PrimaryOwner.PersonId = '${owner}'`)).getResultList();
      expect(former).toHaveLength(1);
      return (await transaction.execute(`EXEC redact_revision ?, '${tableId?.stringValue()}', '${id}'`, former[0]?.get('blockAddress'))).getResultList()[0];
    });
    const version = request?.get('version')?.numberValue();
    const [revision] = await eventually(
      () => ledger.values(`SELECT * FROM history(VehicleRegistration) AS h WHERE h.metadata.id = '${textAt(request, 'documentId')}' AND h.metadata.version = ${version}`),
      ([found]) => found?.get('data') === null);
    expect(revision?.get('dataHash')?.uInt8ArrayValue()).toHaveLength(32);
  });

  test('a field takes every Ion type, one after the other, in a table that comes and goes with the transaction', async () => {
    const values: readonly unknown[] = [load('null'), true, 1, 3.2, ...['5.5', '2020-02-02', 'abc123', '"string"', '{{ "clob" }}', '{{ blob }}', '(1 2 3)', '[1, 2, 3]', '{brand: ford}'].map((text) => load(text))];
    const types = await ledger.transaction(async (transaction) => {
      await transaction.execute('CREATE TABLE IonTypes');
      await transaction.execute('INSERT INTO IonTypes ?', [{ Name: 'val' }]);
      const found: string[] = [];
      for (const value of values) {
        await transaction.execute('UPDATE IonTypes SET Name = ?', value);
        found.push(...(await transaction.execute('SELECT VALUE Name FROM IonTypes')).getResultList().map((each) => each.getType().name));
      }
      await transaction.execute('DROP TABLE IonTypes');
      return found;
    });
    expect(types).toEqual(['null', 'bool', 'int', 'float', 'decimal', 'timestamp', 'symbol', 'string', 'clob', 'blob', 'sexp', 'list', 'struct']);
  });

  test('documents by keys, as AWS\'s key-value sample keeps them', async () => {
    const put = (document: { readonly _key: string }) => ledger.transaction(async (transaction) => {
      const [found] = (await transaction.execute('SELECT id FROM Keys AS d BY id WHERE d._key = ?', document._key)).getResultList();
      return found ? transaction.execute('UPDATE Keys AS d BY id SET d = ? WHERE id = ?', document, textAt(found, 'id')) : transaction.execute('INSERT INTO Keys ?', document);
    });
    await ledger.transaction(async (transaction) => {
      await transaction.execute('CREATE TABLE Keys');
      await transaction.execute('CREATE INDEX on Keys (_key)');
    });
    await put({ _key: 'a', value: 1 } as never);
    await put({ _key: 'a', other: { deep: [2] } } as never);
    expect(await ledger.rows('SELECT * FROM Keys WHERE _key = ?', 'a')).toEqual(['{_key:"a",other:{deep:[2]}}']);
    const revisions = await ledger.values('SELECT * FROM history( Keys ) AS h WHERE h.data._key = ?', 'a');
    expect(revisions).toHaveLength(2);
    const [last] = await ledger.values('SELECT blockAddress, metadata.id FROM _ql_committed_Keys WHERE data._key = ?', 'a');
    const at = await ledger.values('SELECT * FROM history( Keys ) AS h WHERE h.metadata.id = ? AND h.blockAddress.sequenceNo = ?', textAt(last, 'id'), last?.get('blockAddress', 'sequenceNo'));
    expect(texts(at.map((value) => value.get('data') as dom.Value))).toEqual(['{_key:"a",other:{deep:[2]}}']);
  });
});
