import type { ControlPlaneContext } from './context';
import { usable } from './ledgers';
import { operation } from './operation';
import { checkTagCount } from './tag-quota';
import { errors } from '../errors';
import { taggedResource } from '../model/arn';
import { required } from '../model/parameters';
import * as shapes from '../model/shapes';
import { findStream, lockStream, setStreamTags } from '../store/journal-streams';
import * as ledgers from '../store/ledgers';
import { statementsIn } from '../store/statement';

const resourceArn = required('path', shapes.resourceArn, 'resourceArn');

/**
 * A key that is there already gets the new value. The API reference says such a request fails; AWS's own samples and Terraform's
 * acceptance tests show that it did not.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/API_TagResource.html
 */
export const tagResource = operation({
  ResourceArn: resourceArn,
  Tags: required('body', shapes.tags),
}, async (context, { ResourceArn, Tags }) => {
  await changeTags(context, ResourceArn, (tags) => new Map([...tags, ...Tags]));
  return undefined;
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_UntagResource.html */
export const untagResource = operation({
  ResourceArn: resourceArn,
  TagKeys: required('query', shapes.tagKeys, 'tagKeys'),
}, async (context, { ResourceArn, TagKeys }) => {
  const removed = new Set(TagKeys);
  await changeTags(context, ResourceArn, (tags) => new Map([...tags].filter(([key]) => !removed.has(key))));
  return undefined;
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_ListTagsForResource.html */
export const listTagsForResource = operation({ ResourceArn: resourceArn }, async (context, { ResourceArn }) => {
  const resource = taggedResource(context, ResourceArn);
  const { store, account, timings } = context;
  const ledger = usable(resource.ledgerName, await ledgers.findLedger(store.queries, account, resource.ledgerName));
  if (resource.kind === 'ledger') {
    return { Tags: ledger.tags };
  }
  const { streamId: id, ledgerName } = resource;
  const stream = await findStream(store, { account, expiryMilliseconds: timings.deliveryExpiry, ledger: ledger.ledger, id });
  return { Tags: (stream ?? streamNotFound(id, ledgerName)).tags };
});

type Tags = ReadonlyMap<string, string>;

async function changeTags(context: ControlPlaneContext, arn: string, change: (tags: Tags) => Tags): Promise<void> {
  const resource = taggedResource(context, arn);
  const { store, account, timings, quotas } = context;
  const changed = ({ tags }: { readonly tags: Readonly<Record<string, string>> }, name: string) => {
    const after = change(new Map(Object.entries(tags)));
    checkTagCount(quotas, name, after.size);
    return after;
  };
  await store.transaction(async (tx) => {
    const { ledgerName } = resource;
    if (resource.kind === 'ledger') {
      const ledger = usable(ledgerName, await ledgers.lockLedger(tx, account, ledgerName));
      await ledgers.updateLedger(tx, ledger, { tags: changed(ledger, ledgerName) });
      return;
    }
    const { streamId: id } = resource;
    const { ledger } = usable(ledgerName, await ledgers.findLedger(tx, account, ledgerName));
    const stream = await lockStream(statementsIn(tx), { account, expiryMilliseconds: timings.deliveryExpiry, ledger, id });
    await setStreamTags(statementsIn(tx), { ledger, id }, changed(stream ?? streamNotFound(id, ledgerName), id));
  });
}

function streamNotFound(id: string, ledgerName: string): never {
  throw errors.streamNotFound(id, ledgerName);
}
