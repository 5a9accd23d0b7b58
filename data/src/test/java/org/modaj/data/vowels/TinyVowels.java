package org.modaj.data.vowels;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The four files of a made-up data set, to be damaged by tests. */
final class TinyVowels {
  static final int[] TRAIN_SIZES = {2, 1, 2, 1, 2, 1, 2, 1, 2};
  static final int[] TEST_SIZES = {1, 2, 1, 2, 1, 2, 1, 2, 1};

  /** Lines by file name, without their ends. */
  final Map<String, List<String>> files = new LinkedHashMap<>();

  TinyVowels() {
    files.put("size_ae.train", new ArrayList<>(List.of(text(TRAIN_SIZES))));
    files.put("size_ae.test", new ArrayList<>(List.of(text(TEST_SIZES))));
    files.put("ae.train", utterances(Arrays.stream(TRAIN_SIZES).sum(), 0));
    files.put("ae.test", utterances(Arrays.stream(TEST_SIZES).sum(), 1000));
  }

  /** Utterance k has 1 + k mod 3 steps; its coefficient c at step t is {@code base + k.tc}. */
  private static List<String> utterances(int count, int base) {
    List<String> lines = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      for (int t = 0; t < 1 + k % 3; t++) {
        String whole = (base + k) + "." + t;
        lines.add(
            IntStream.range(0, 12)
                .mapToObj(c -> whole + String.format("%02d", c))
                .collect(Collectors.joining(" ", "", " ")));
      }
      lines.add("");
    }
    return lines;
  }

  private static String text(int[] sizes) {
    return Arrays.stream(sizes).mapToObj(String::valueOf).collect(Collectors.joining(" "));
  }

  Path write(Path folder) {
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, List<String>> file : files.entrySet()) {
        Files.write(folder.resolve(file.getKey()), file.getValue());
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
