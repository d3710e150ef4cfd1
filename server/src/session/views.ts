import { pageToken } from './page-token';
import type { Page } from '../transaction/page';

/** A page as the API answers it. It begins at `position` of the result of step `cursor`. */
export function pageView({ values, more }: Page, cursor: number, position: number) {
  return {
    Values: values.map((value) => ({ IonBinary: value.toString('base64') })),
    ...(more && { NextPageToken: pageToken({ cursor, position: position + values.length }) }),
  };
}

export function ioView({ readIos, writeIos }: Pick<Page, 'readIos' | 'writeIos'>) {
  return { ConsumedIOs: { ReadIOs: readIos, WriteIOs: writeIos } };
}
