package org.modaj.moda.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.modaj.moda.ModularizationException;

class SubTasksTest {
  private static List<List<Integer>> lists(List<int[]> tasks) {
    return tasks.stream().map(t -> Arrays.stream(t).boxed().toList()).toList();
  }

  @Test
  void ten_classes_have_1013_sets_of_two_and_more() {
    List<List<Integer>> tasks = lists(SubTasks.all(10, 2, 10));

    assertThat(tasks).hasSize(1013).doesNotHaveDuplicates();
    assertThat(tasks.get(0)).containsExactly(0, 1);
    assertThat(tasks.get(44)).containsExactly(8, 9);
    assertThat(tasks.getLast()).hasSize(10);
    assertThat(tasks)
        .allSatisfy(
            task -> assertThat(task).isSorted().doesNotHaveDuplicates().allMatch(c -> c < 10));
  }

  @Test
  void all_sets_of_four() {
    assertThat(lists(SubTasks.all(4, 3, 4)))
        .containsExactly(
            List.of(0, 1, 2),
            List.of(0, 1, 3),
            List.of(0, 2, 3),
            List.of(1, 2, 3),
            List.of(0, 1, 2, 3));
  }

  /** The artifact's numbers for 100 classes. */
  @ParameterizedTest
  @CsvSource({
    "2, 146", "3, 150", "4, 151", "50, 151", "96, 151", "97, 150", "98, 146", "99, 61", "100, 1"
  })
  void sample_sizes_of_a_hundred_classes(int size, int expected) {
    assertThat(SubTasks.sampleSize(100, size)).isEqualTo(expected);
  }

  @Test
  void a_hundred_classes_have_14697_sub_tasks() {
    int total = IntStream.rangeClosed(2, 100).map(size -> SubTasks.sampleSize(100, size)).sum();
    assertThat(total).isEqualTo(14_697);

    List<List<Integer>> tasks = lists(SubTasks.sample(100, 2, 100, 1));

    assertThat(tasks).hasSize(14_697).doesNotHaveDuplicates();
    assertThat(tasks)
        .allSatisfy(task -> assertThat(task).isSorted().doesNotHaveDuplicates())
        .allMatch(task -> task.getFirst() >= 0 && task.getLast() < 100);
  }

  @Test
  void a_sample_depends_on_the_seed_and_the_size_only() {
    List<List<Integer>> tasks = lists(SubTasks.sample(20, 2, 6, 7));

    assertThat(lists(SubTasks.sample(20, 2, 6, 7))).isEqualTo(tasks);
    assertThat(lists(SubTasks.sample(20, 2, 6, 8))).isNotEqualTo(tasks);
    assertThat(tasks).containsAll(lists(SubTasks.sample(20, 4, 4, 7)));
  }

  @Test
  void every_class_is_drawn_about_as_often() {
    int[] times = new int[100];
    for (int[] task : SubTasks.sample(100, 50, 60, 3)) {
      for (int c : task) {
        times[c]++;
      }
    }
    // 11 sizes of 151 sets; a class is in 55 % of them: 913.6, standard deviation 20
    assertThat(times)
        .satisfies(t -> assertThat(Arrays.stream(t).min().orElse(0)).isGreaterThan(813));
    assertThat(Arrays.stream(times).max().orElse(0)).isLessThan(1014);
  }

  @Test
  void small_populations_are_taken_whole() {
    assertThat(lists(SubTasks.sample(3, 2, 3, 1)))
        .containsExactlyInAnyOrderElementsOf(lists(SubTasks.all(3, 2, 3)));
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "3, 2", "2, 11", "-1, 1"})
  void sizes_that_do_not_exist(int smallest, int largest) {
    for (Runnable call :
        List.<Runnable>of(
            () -> SubTasks.all(10, smallest, largest),
            () -> SubTasks.sample(10, smallest, largest, 1))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(ModularizationException.class)
          .hasMessageContaining("sizes from " + smallest + " to " + largest)
          .hasMessageContaining("[1, 10]");
    }
  }

  @Test
  void too_many_to_list() {
    assertThatThrownBy(() -> SubTasks.all(100, 2, 100))
        .isInstanceOf(ModularizationException.class)
        .hasMessageContaining("1267650600228229401496703205275")
        .hasMessageContaining("sample");
    assertThat(SubTasks.all(100, 2, 2)).hasSize(4950);
  }
}
