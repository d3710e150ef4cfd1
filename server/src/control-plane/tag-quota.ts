import { errors } from '../errors';
import type { Quotas } from './context';

/**
 * The API's shapes allow 200 tags in a request, a resource may have 50 (developer guide, "Tagging Amazon QLDB resources").
 *
 * @throws ServiceError InvalidParameterException
 */
export function checkTagCount({ tagsPerResource }: Quotas, resource: string, count: number): void {
  if (count > tagsPerResource) {
    throw errors.invalidParameter(`'Tags' must leave at most ${tagsPerResource} tags on '${resource}'; it would have ${count}`, 'Tags');
  }
}
