package org.modaj.data.folder;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that decoded images may take. What is decoded first stays; when it is used up, others
 * are decoded again each time. So in every epoch the same share of the images needs no decoding,
 * whatever their order, which is not so where the least recently used makes room.
 *
 * <p>Safe to share between threads.
 */
final class DecodedImages {
  private final long mostBytes;
  private final AtomicLong kept = new AtomicLong();
  private volatile long wanted;

  DecodedImages(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Takes room for an image; false if there is none. */
  boolean take(long bytes) {
    long before = kept.getAndUpdate(now -> now + bytes > mostBytes ? now : now + bytes);
    return before + bytes <= mostBytes;
  }

  /** Says that there are images of so many bytes more. */
  synchronized void expect(long bytes) {
    wanted += bytes;
  }

  /** The most bytes that will be taken. */
  long bytes() {
    return Math.min(mostBytes, wanted);
  }

  /** The bytes taken so far. */
  long kept() {
    return kept.get();
  }
}
