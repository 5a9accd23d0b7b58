package org.modaj.data.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.SampleKind;
import org.modaj.data.Samples;
import org.modaj.data.SequenceSamples;
import org.modaj.data.Standardization;
import org.modaj.data.transform.Augmentation;
import org.modaj.engine.random.CounterRandom;

/**
 * Texts as series of the numbers of their characters or words, held in memory.
 *
 * <p>Inputs are {@code [T]}, the numbers themselves, for a network that begins with an embedding,
 * or {@code [T, V]} with a 1 at the number and 0 elsewhere, for one that reads sequences of
 * features. T is the length of the longest text; after the end of a text come {@link
 * Vocabulary#PADDING} and zeros.
 */
public final class TokenSamples implements Samples {
  /** The most characters or words of a text. */
  public static final int MOST_STEPS = 4096;

  /** How a number is given to a network. */
  public enum Encoding {
    /** The number itself: {@code [T]}. */
    NUMBERS,
    /** A 1 at the number: {@code [T, V]}. */
    ONE_HOT
  }

  private final Vocabulary vocabulary;
  private final Encoding encoding;
  private final String name;
  private final List<String> texts;
  private final int[] tokens;
  private final int[] starts;
  private final int[] lengths;
  private final int maxLength;

  private TokenSamples(
      Vocabulary vocabulary,
      Encoding encoding,
      String name,
      List<String> texts,
      int[] tokens,
      int[] starts,
      int[] lengths) {
    this.vocabulary = vocabulary;
    this.encoding = encoding;
    this.name = name;
    this.texts = texts;
    this.tokens = tokens;
    this.starts = starts;
    this.lengths = lengths;
    this.maxLength = Arrays.stream(lengths).max().orElseThrow();
  }

  /**
   * Numbers some texts.
   *
   * @param name what messages call them
   * @throws DataException if there is none, or one is empty or longer than {@link #MOST_STEPS}
   */
  public static TokenSamples of(
      String name, List<String> texts, Vocabulary vocabulary, Encoding encoding) {
    if (texts.isEmpty()) {
      throw new DataException(name, Problem.EMPTY, "at least one text", "none", "");
    }
    int[][] rows = texts.stream().map(vocabulary::encode).toArray(int[][]::new);
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].length < 1 || rows[i].length > MOST_STEPS) {
        throw new DataException(
            name,
            rows[i].length < 1 ? Problem.EMPTY : Problem.TOO_LARGE,
            "texts of 1 .. " + MOST_STEPS + " characters or words",
            rows[i].length + " in text " + (i + 1),
            "");
      }
    }
    int[] lengths = Arrays.stream(rows).mapToInt(row -> row.length).toArray();
    int[] starts = SequenceSamples.starts(name, lengths);
    int[] tokens = Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray();
    return new TokenSamples(
        vocabulary, encoding, name, List.copyOf(texts), tokens, starts, lengths);
  }

  /**
   * Returns the same texts, numbered by another vocabulary; such as the one that a network learned
   * with.
   *
   * @throws DataException if a text has no character or word, or more than {@link #MOST_STEPS}, by
   *     the other's unit
   */
  public TokenSamples with(Vocabulary other) {
    return other.equals(vocabulary) ? this : of(name, texts, other, encoding);
  }

  /** Returns what numbers them; to be stored with a network. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  /** Returns the numbers of a text; a fresh array. */
  public int[] tokens(int index) {
    return Arrays.copyOfRange(tokens, starts[index], starts[index] + lengths[index]);
  }

  @Override
  public SampleKind kind() {
    return SampleKind.TEXTS;
  }

  @Override
  public int size() {
    return lengths.length;
  }

  @Override
  public int[] shape() {
    return encoding == Encoding.NUMBERS
        ? new int[] {maxLength}
        : new int[] {maxLength, vocabulary.size()};
  }

  @Override
  public boolean hasLengths() {
    return true;
  }

  @Override
  public Standardization scaling() {
    return Standardization.none(encoding == Encoding.NUMBERS ? 1 : vocabulary.size());
  }

  @Override
  public Samples part(int[] indices) {
    return new TokenSamples(
        vocabulary,
        encoding,
        name,
        Arrays.stream(indices).mapToObj(texts::get).toList(),
        tokens,
        Arrays.stream(indices).map(i -> starts[i]).toArray(),
        Arrays.stream(indices).map(i -> lengths[i]).toArray());
  }

  @Override
  public SampleWriter writer(Augmentation augmentation, CounterRandom draws) {
    int width = encoding == Encoding.NUMBERS ? 1 : vocabulary.size();
    return (sample, out, at) -> {
      Arrays.fill(out, at, at + maxLength * width, 0);
      for (int t = 0; t < lengths[sample]; t++) {
        int token = tokens[starts[sample] + t];
        if (encoding == Encoding.NUMBERS) {
          out[at + t] = token;
        } else {
          out[at + t * width + token] = 1;
        }
      }
      return lengths[sample];
    };
  }

  @Override
  public void digest(MessageDigest digest, int classes, int[] labels) {
    digest.update(vocabulary.toText().getBytes(StandardCharsets.UTF_8));
    digest.update(ByteBuffer.allocate(8).putInt(size()).putInt(classes).array());
    for (int i = 0; i < size(); i++) {
      ByteBuffer text = ByteBuffer.allocate(Integer.BYTES * (2 + lengths[i]));
      text.putInt(lengths[i]).putInt(labels.length == 0 ? 0 : labels[i]);
      for (int token : tokens(i)) {
        text.putInt(token);
      }
      digest.update(text.array());
    }
  }

  @Override
  public Object memory() {
    return tokens;
  }

  @Override
  public long bytes() {
    return (long) tokens.length * Integer.BYTES;
  }

  @Override
  public String describe() {
    return size() + " texts of up to " + maxLength + " of " + vocabulary;
  }
}
