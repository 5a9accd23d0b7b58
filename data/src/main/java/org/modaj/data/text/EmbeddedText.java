package org.modaj.data.text;

import java.util.ArrayList;
import java.util.List;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;
import org.modaj.data.DataSplit;
import org.modaj.data.ReadOptions.TextUnit;
import org.modaj.engine.random.CounterRandom;

/**
 * Generated English sentences in eight classes, for work without downloads.
 *
 * <p>In each sentence one animal does something to another, or does not, told in the active or the
 * passive: {@code "at night the old fox does not follow the hen"} and {@code "the hen is seen by
 * the fox"}. The class, such as {@code "fox-not"}, is who acts, and whether. Which of the two
 * animals acts is told by the order of the words only.
 *
 * <p>Sentence i of a split depends on (seed, split, i) only. Every eight consecutive sentences,
 * counted from the first, have one of each class.
 */
public final class EmbeddedText {
  /** The seed of {@link #load()}. */
  public static final long DEFAULT_SEED = 2026;

  /** The number of sentences that {@link #load()} generates to learn from. */
  public static final int DEFAULT_TRAIN_SIZE = 4800;

  /** The number of sentences that {@link #load()} generates to measure on. */
  public static final int DEFAULT_TEST_SIZE = 1200;

  static final String NAME = "embedded-text";

  private static final int MOST = 1_000_000;
  private static final int MOST_WORDS = 254;
  private static final String[] ANIMALS = {"bear", "fox", "hen", "wolf"};
  private static final String[] ADJECTIVES = {"old", "small", "grey", "hungry", "quiet"};
  private static final String[] TIMES = {"today", "at night", "in winter", "every morning"};
  private static final String[] PLACES = {"near the river", "in the wood", "on the hill"};
  private static final String[][] VERBS = {
    {"follow", "follows", "followed"},
    {"see", "sees", "seen"},
    {"hear", "hears", "heard"},
    {"chase", "chases", "chased"}
  };

  private EmbeddedText() {}

  /** Generates the default: 4800 sentences to learn from and 1200 to measure on, seed 2026. */
  public static DataSplit load() {
    return generate(DEFAULT_SEED, DEFAULT_TRAIN_SIZE, DEFAULT_TEST_SIZE, TextUnit.WORDS);
  }

  /**
   * Generates sentences.
   *
   * @param trainSize 1 .. 1,000,000
   * @param testSize 1 .. 1,000,000
   * @param unit what a sentence is a series of
   * @throws DataException if a number is out of range
   */
  public static DataSplit generate(long seed, int trainSize, int testSize, TextUnit unit) {
    LabelledLines.Lines train = lines(seed, "train", trainSize);
    LabelledLines.Lines test = lines(seed, "test", testSize);
    Vocabulary vocabulary = Vocabulary.of(unit, train.texts(), MOST_WORDS);
    return new DataSplit(
        NAME,
        LabelledLines.dataset(NAME + "/train", train, classNames(), vocabulary),
        LabelledLines.dataset(NAME + "/test", test, classNames(), vocabulary));
  }

  private static List<String> classNames() {
    List<String> names = new ArrayList<>();
    for (String animal : ANIMALS) {
      names.add(animal);
      names.add(animal + "-not");
    }
    return names;
  }

  private static LabelledLines.Lines lines(long seed, String split, int size) {
    String name = NAME + "/" + split;
    if (size < 1 || size > MOST) {
      throw new DataException(
          name, Problem.BAD_ARGUMENT, "a number of sentences 1 .. " + MOST, "" + size, "");
    }
    CounterRandom random = CounterRandom.of(seed, name);
    int classes = 2 * ANIMALS.length;
    List<String> labels = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (int first = 0; first < size; first += classes) {
      int[] order = random.child("labels").child(first / classes).permutation(classes);
      for (int i = first; i < Math.min(size, first + classes); i++) {
        int label = order[i - first];
        labels.add(classNames().get(label));
        texts.add(sentence(label / 2, label % 2 == 1, random.child(i)));
      }
    }
    return new LabelledLines.Lines(name, labels, texts);
  }

  private static String sentence(int actor, boolean not, CounterRandom random) {
    int other = (actor + 1 + random.below(ANIMALS.length - 1, 0)) % ANIMALS.length;
    String[] verb = VERBS[random.below(VERBS.length, 1)];
    String acting = noun(actor, random, 2);
    String suffering = noun(other, random, 4);
    String told;
    if (random.below(2, 6) == 0) {
      told = acting + (not ? " does not " + verb[0] : " " + verb[1]) + " " + suffering;
    } else {
      told = suffering + (not ? " is not " : " is ") + verb[2] + " by " + acting;
    }
    String begin = random.below(3, 7) == 0 ? TIMES[random.below(TIMES.length, 8)] + " " : "";
    String end = random.below(3, 9) == 0 ? " " + PLACES[random.below(PLACES.length, 10)] : "";
    return begin + told + end;
  }

  private static String noun(int animal, CounterRandom random, int k) {
    boolean described = random.below(2, k) == 0;
    return described
        ? "the " + ADJECTIVES[random.below(ADJECTIVES.length, k + 1)] + " " + ANIMALS[animal]
        : "the " + ANIMALS[animal];
  }
}
