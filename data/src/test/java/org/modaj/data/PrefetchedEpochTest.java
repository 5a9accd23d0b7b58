package org.modaj.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.modaj.data.PrefetchedEpoch.Filler;
import org.modaj.engine.batch.Batch;

@Timeout(30)
class PrefetchedEpochTest {
  private static final Filler NUMBERS =
      (number, target, from, to) -> {
        Arrays.fill(target.inputs(), number);
        Arrays.fill(target.labels(), number);
      };

  @Test
  void hands_out_every_batch_in_order_and_the_rest_last() {
    for (int samples : new int[] {1, 3, 4, 5, 8, 41, 44}) {
      List<Integer> sizes = new ArrayList<>();
      try (PrefetchedEpoch epoch = epoch(samples, NUMBERS)) {
        while (epoch.hasNext()) {
          Batch batch = epoch.next();
          assertThat(batch.labels()).containsOnly(sizes.size());
          assertThat(batch.inputs()).containsOnly(sizes.size());
          assertThat(batch.inputShape()).containsExactly(batch.size(), 2, 3);
          sizes.add(batch.size());
        }
        assertThatThrownBy(epoch::next)
            .isInstanceOf(NoSuchElementException.class)
            .hasMessage("the epoch has " + sizes.size() + " batches");
      }
      assertThat(sizes).hasSize(Math.ceilDiv(samples, 4));
      assertThat(sizes.subList(0, sizes.size() - 1)).allMatch(size -> size == 4);
      assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(samples);
    }
  }

  @Test
  void reuses_three_buffers_and_one_for_the_rest() {
    Set<Object> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    try (PrefetchedEpoch epoch = epoch(4 * 50 + 1, NUMBERS)) {
      epoch.forEachRemaining(batch -> buffers.add(batch.inputs()));
    }
    assertThat(buffers).hasSize(4);
  }

  @Test
  void never_touches_the_batch_in_use() {
    AtomicReference<Thread> worker = new AtomicReference<>();
    AtomicInteger filled = new AtomicInteger();
    Filler counting =
        (number, target, from, to) -> {
          worker.set(Thread.currentThread());
          NUMBERS.fill(number, target, from, to);
          filled.incrementAndGet();
        };
    try (PrefetchedEpoch epoch = epoch(400, counting)) {
      Batch inUse = epoch.next();
      while (worker.get().getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }

      assertThat(inUse.labels()).containsOnly(0);
      assertThat(filled).hasValue(3);
    }
  }

  @Test
  void stops_filling_when_closed_early() {
    AtomicReference<Thread> worker = new AtomicReference<>();
    AtomicInteger filled = new AtomicInteger();
    Filler counting =
        (number, target, from, to) -> {
          worker.set(Thread.currentThread());
          filled.incrementAndGet();
        };
    PrefetchedEpoch epoch = epoch(4_000, counting);
    epoch.next();

    epoch.close();
    epoch.close();

    assertThat(worker.get().isAlive()).isFalse();
    assertThat(worker.get().isDaemon()).isTrue();
    assertThat(filled.get()).isLessThanOrEqualTo(3);
    assertThat(epoch.hasNext()).isFalse();
    assertThatThrownBy(epoch::next)
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("the epoch is closed");
  }

  @Test
  void passes_a_failure_on_in_the_place_of_its_batch() {
    IllegalStateException broken = new IllegalStateException("broken image");
    Filler failing =
        (number, target, from, to) -> {
          if (number == 2) {
            throw broken;
          }
          NUMBERS.fill(number, target, from, to);
        };
    try (PrefetchedEpoch epoch = epoch(100, failing)) {
      assertThat(epoch.next().labels()).containsOnly(0);
      assertThat(epoch.next().labels()).containsOnly(1);
      assertThatThrownBy(epoch::next).isSameAs(broken);
      assertThatThrownBy(epoch::next).isSameAs(broken);
    }
  }

  @Test
  void passes_errors_on_too() {
    OutOfMemoryError full = new OutOfMemoryError("full");
    try (PrefetchedEpoch epoch =
        epoch(
            3,
            (number, target, from, to) -> {
              throw full;
            })) {
      assertThatThrownBy(epoch::next).isSameAs(full);
    }
  }

  @Test
  void gives_up_when_the_reader_is_interrupted() {
    CountDownLatch never = new CountDownLatch(1);
    Filler blocked =
        (number, target, from, to) -> {
          boolean waiting = true;
          while (waiting) {
            try {
              never.await();
              waiting = false;
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              waiting = false;
            }
          }
        };
    PrefetchedEpoch epoch = epoch(100, blocked);

    Thread.currentThread().interrupt();
    assertThatThrownBy(epoch::next).isInstanceOf(CancellationException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(epoch.hasNext()).isFalse();
    never.countDown();
    epoch.close();
  }

  private static PrefetchedEpoch epoch(int samples, Filler filler) {
    return new PrefetchedEpoch(
        "test",
        new PrefetchedEpoch.Range(samples, 4, 0),
        size -> new Batch(new float[size * 6], new int[] {size, 2, 3}, new int[size]),
        filler,
        1);
  }
}
