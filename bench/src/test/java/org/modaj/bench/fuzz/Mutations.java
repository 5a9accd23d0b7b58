package org.modaj.bench.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Makes damaged files of good ones: the same random numbers give the same damage. */
final class Mutations {
  private static final int MOST_CHANGES = 4;
  private static final int MOST_RUN = 64;

  /** What stands for a value in a text: a number, a quoted text, a list or an object. */
  private static final Pattern VALUE =
      Pattern.compile("-?\\d+(?:\\.\\d+)?|\"[^\"]{0,40}\"|null|true|false");

  private static final List<String> VALUES =
      List.of(
          "null",
          "[]",
          "{}",
          "\"\"",
          "true",
          "0",
          "-1",
          "1",
          "2",
          "1.5",
          "NaN",
          "1e999",
          "2147483647",
          "2147483648",
          "-2147483648",
          "9223372036854775807",
          "1e10",
          "[null]",
          "[[[[[[]]]]]]",
          "\"a\\u0000\\n\\u001b\"",
          "{\"a\":null}",
          "4294967297",
          "1000000000");

  private static final byte[] BYTES = {0, 1, -1, 127, -128, '"', '{', '[', ',', '\n', ' ', '9'};

  private final RandomGenerator random;

  Mutations(RandomGenerator random) {
    this.random = random;
  }

  /** Returns {@code good} with one to four changes. */
  byte[] of(byte[] good) {
    byte[] bytes = good;
    for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
      bytes = change(bytes);
    }
    return bytes;
  }

  /** Returns a text with some values replaced by others, or changed like bytes. */
  String of(String good) {
    if (random.nextInt(4) == 0) {
      return new String(of(good.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
    String text = good;
    for (int i = random.nextInt(2); i >= 0; i--) {
      text = withOtherValue(text);
    }
    return text;
  }

  private String withOtherValue(String text) {
    List<MatchResult> values = VALUE.matcher(text).results().toList();
    String other = pick(VALUES);
    if (values.isEmpty()) {
      return other;
    }
    MatchResult old = pick(values);
    return text.substring(0, old.start()) + other + text.substring(old.end());
  }

  private byte[] change(byte[] bytes) {
    if (bytes.length == 0) {
      return new byte[] {pick(BYTES)};
    }
    int at = random.nextInt(bytes.length);
    int run = Math.min(bytes.length - at, 1 + random.nextInt(MOST_RUN));
    switch (random.nextInt(9)) {
      case 0 -> {
        return with(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(Byte.SIZE)));
      }
      case 1 -> {
        return with(bytes, at, pick(BYTES));
      }
      case 2 -> {
        byte[] changed = bytes.clone();
        Arrays.fill(changed, at, at + run, pick(BYTES));
        return changed;
      }
      case 3 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        return joined(bytes, at, new byte[0], at + run);
      }
      case 5 -> {
        return joined(bytes, at + run, Arrays.copyOfRange(bytes, at, at + run), at + run);
      }
      case 6 -> {
        byte[] noise = new byte[run];
        random.nextBytes(noise);
        return joined(bytes, at, noise, random.nextBoolean() ? at : at + run);
      }
      case 7 -> {
        // a length or count near the start, where most formats have theirs
        int near = random.nextInt(Math.min(bytes.length, MOST_RUN));
        return with(bytes, near, random.nextBoolean() ? (byte) -1 : (byte) random.nextInt());
      }
      default -> {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        return withOtherValue(text).getBytes(StandardCharsets.ISO_8859_1);
      }
    }
  }

  private static byte[] with(byte[] bytes, int at, byte value) {
    byte[] changed = bytes.clone();
    changed[at] = value;
    return changed;
  }

  private static byte[] joined(byte[] bytes, int end, byte[] middle, int from) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.write(bytes, 0, end);
    joined.writeBytes(middle);
    joined.write(bytes, from, bytes.length - from);
    return joined.toByteArray();
  }

  byte pick(byte[] values) {
    return values[random.nextInt(values.length)];
  }

  <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  boolean half() {
    return random.nextBoolean();
  }
}
