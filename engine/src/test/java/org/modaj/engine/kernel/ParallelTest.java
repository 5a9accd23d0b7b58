package org.modaj.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modaj.engine.EngineException;

class ParallelTest {
  private int threadsBefore;

  @BeforeEach
  void rememberThreads() {
    threadsBefore = Parallel.threads();
  }

  @AfterEach
  void restoreThreads() {
    Parallel.setThreads(threadsBefore);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void runsEveryTaskOnce(int threads) {
    Parallel.setThreads(threads);
    for (int tasks : new int[] {0, 1, 2, 3, 7, 8, 9, 1000}) {
      for (int round = 0; round < 20; round++) {
        AtomicIntegerArray runs = new AtomicIntegerArray(tasks + 1);
        Parallel.run(tasks, runs::incrementAndGet);
        for (int task = 0; task < tasks; task++) {
          assertThat(runs.get(task)).as("task %d of %d", task, tasks).isEqualTo(1);
        }
        assertThat(runs.get(tasks)).isZero();
      }
    }
  }

  @Test
  void whatTasksWroteIsVisibleAfterwards() {
    Parallel.setThreads(3);
    for (int round = 0; round < 500; round++) {
      int[] written = new int[64];
      int value = round + 1;
      Parallel.run(written.length, task -> written[task] = value);
      assertThat(written).containsOnly(value);
    }
  }

  @Test
  void runsTasksAtTheSameTime() {
    Parallel.setThreads(3);
    CountDownLatch started = new CountDownLatch(3);
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Parallel.run(
        3,
        task -> {
          threads.add(Thread.currentThread());
          started.countDown();
          await(started);
        });
    assertThat(threads).hasSize(3).contains(Thread.currentThread());
  }

  @Test
  void aThreadThatIsHeldUpGivesItsTasksAway() {
    Parallel.setThreads(2);
    CountDownLatch others = new CountDownLatch(9);

    Parallel.run(
        10,
        task -> {
          if (task == 0) {
            await(others);
          } else {
            others.countDown();
          }
        });

    assertThat(others.getCount()).isZero();
  }

  @Test
  void oneThreadRunsTasksInOrder() {
    Parallel.setThreads(1);
    List<Integer> order = new ArrayList<>();
    Parallel.run(5, order::add);
    assertThat(order).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void nestedCallsStayOnTheirThread() {
    Parallel.setThreads(3);
    AtomicInteger inner = new AtomicInteger();
    Set<String> strays = ConcurrentHashMap.newKeySet();
    Parallel.run(
        20,
        task -> {
          Thread outer = Thread.currentThread();
          Parallel.run(
              20,
              nested -> {
                inner.incrementAndGet();
                if (Thread.currentThread() != outer) {
                  strays.add(task + "/" + nested);
                }
              });
        });
    assertThat(inner).hasValue(400);
    assertThat(strays).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void reportsTheFailureOfTheLowestTask(int threads) {
    Parallel.setThreads(threads);
    for (int round = 0; round < 200; round++) {
      AtomicInteger before = new AtomicInteger();
      assertThatThrownBy(() ->
              Parallel.run(
                  40,
                  task -> {
                    if (task >= 7) {
                      throw new IllegalArgumentException("task " + task);
                    }
                    before.incrementAndGet();
                  }))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("task 7");
      assertThat(before).hasValue(7);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void throwsWhatTheTaskThrew(int threads) {
    Parallel.setThreads(threads);
    for (Throwable failure :
        List.of(new AssertionError("error"), new Exception("checked"), new ArithmeticException())) {
      Throwable caught =
          catchThrowable(
              () -> Parallel.run(10, task -> ParallelTest.<RuntimeException>fail(failure)));
      assertThat(caught).isSameAs(failure);

      AtomicInteger runs = new AtomicInteger();
      Parallel.run(10, task -> runs.incrementAndGet());
      assertThat(runs).as("tasks after a failure").hasValue(10);
    }
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void fail(Throwable failure) throws E {
    throw (E) failure;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void rejectsThreadCountsBelowOne(int threads) {
    assertThatThrownBy(() -> Parallel.setThreads(threads))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("at least 1")
        .hasMessageContaining(String.valueOf(threads));
    assertThat(Parallel.threads()).isEqualTo(threadsBefore);
  }

  @Test
  void tasksMayAskForButNotSetTheThreads() {
    Parallel.setThreads(3);
    AtomicIntegerArray seen = new AtomicIntegerArray(6);
    Parallel.run(6, task -> seen.set(task, Parallel.threads()));
    for (int task = 0; task < 6; task++) {
      assertThat(seen.get(task)).isEqualTo(3);
    }
    assertThatThrownBy(() -> Parallel.run(6, task -> Parallel.setThreads(2)))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("inside a task");
    assertThat(Parallel.threads()).isEqualTo(3);
  }

  @Test
  void severalThreadsMayCall() throws InterruptedException {
    Parallel.setThreads(3);
    int callers = 4;
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger calls = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int caller = 0; caller < callers; caller++) {
      int number = caller;
      Thread thread =
          new Thread(() -> {
            for (int round = 0; round < 100; round++) {
              int[] written = new int[17 + number];
              int value = 100 * number + round;
              Parallel.run(written.length, task -> written[task] = value + task);
              for (int task = 0; task < written.length; task++) {
                assertThat(written[task]).isEqualTo(value + task);
              }
              calls.incrementAndGet();
            }
          });
      thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
      threads.add(thread);
    }
    threads.forEach(Thread::start);
    for (int round = 0; round < 20; round++) {
      Parallel.setThreads(1 + round % 3);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(calls).hasValue(callers * 100);
  }

  @Test
  void rangesCoverEveryElementOnceWhateverTheThreads() {
    for (int n : new int[] {0, 1, 9, 10, 11, 95}) {
      List<String> expected = new ArrayList<>();
      for (int from = 0; from < n; from += 10) {
        expected.add(from + ".." + Math.min(n, from + 10));
      }
      for (int threads = 1; threads <= 3; threads++) {
        Parallel.setThreads(threads);
        Set<String> ranges = ConcurrentHashMap.newKeySet();
        AtomicInteger count = new AtomicInteger();
        Parallel.ranges(
            n,
            10,
            (from, to) -> {
              ranges.add(from + ".." + to);
              count.incrementAndGet();
            });
        assertThat(ranges).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(count).hasValue(expected.size());
      }
    }
  }

  @Test
  void rangesReachTheLargestIndex() {
    AtomicInteger end = new AtomicInteger();
    Parallel.ranges(Integer.MAX_VALUE, 1 << 30, (from, to) -> end.accumulateAndGet(to, Math::max));
    assertThat(end).hasValue(Integer.MAX_VALUE);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
