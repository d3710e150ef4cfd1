import type { ControlPlaneContext } from './context';
import { usable } from './ledgers';
import { operation } from './operation';
import { checkTagCount } from './tag-quota';
import { ledgerOfArn } from '../model/arn';
import { required } from '../model/parameters';
import * as shapes from '../model/shapes';
import * as ledgers from '../store/ledgers';

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
  const name = ledgerOfArn(context, ResourceArn);
  const ledger = usable(name, await ledgers.findLedger(context.store.queries, context.account, name));
  return { Tags: ledger.tags };
});

type Tags = ReadonlyMap<string, string>;

async function changeTags(context: ControlPlaneContext, arn: string, change: (tags: Tags) => Tags): Promise<void> {
  const name = ledgerOfArn(context, arn);
  await context.store.transaction(async (tx) => {
    const ledger = usable(name, await ledgers.lockLedger(tx, context.account, name));
    const tags = change(new Map(Object.entries(ledger.tags)));
    checkTagCount(context.quotas, name, tags.size);
    await ledgers.updateLedger(tx, ledger, { tags });
  });
}
