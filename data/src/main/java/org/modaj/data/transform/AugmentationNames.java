package org.modaj.data.transform;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modaj.data.DataException;
import org.modaj.data.DataException.Problem;

/** The names of transforms on the command line: a word, then numbers with colons between them. */
final class AugmentationNames {
  private static final Pattern WORD =
      Pattern.compile("([a-z]+)((?:\\d{1,6}(?:\\.\\d{1,12})?)(?::\\d{1,6}(?:\\.\\d{1,12})?)*)?");
  private static final double[] NO_NUMBERS = {};
  private static final String NAMES =
      "none, crop4 (padding), flip or flip0.5 (probability), resizedcrop224 or resizedcrop224:0.08"
          + " (size, least area), resize256 (shorter side), center224 (size), jitter0.4 or"
          + " jitter0.4:0.4:0.4:0.1 (brightness, contrast, saturation, hue), cutout8 (size), mixup0.2"
          + " (alpha)";

  private AugmentationNames() {}

  static Augmentation parse(String names) {
    Augmentation augmentation = Augmentation.NONE;
    if (names.strip().equals("none")) {
      return augmentation;
    }
    for (String name : names.split(",", -1)) {
      augmentation = add(augmentation, name.strip());
    }
    return augmentation;
  }

  private static Augmentation add(Augmentation to, String name) {
    Matcher matcher = WORD.matcher(name);
    if (!matcher.matches()) {
      throw unknown(name);
    }
    String text = matcher.group(2);
    double[] n =
        text == null
            ? NO_NUMBERS
            : Arrays.stream(text.split(":", -1)).mapToDouble(Double::parseDouble).toArray();
    return switch (matcher.group(1) + "/" + n.length) {
      case "crop/0" -> to.then(new RandomCrop(4));
      case "crop/1" -> to.then(new RandomCrop(whole(name, n[0])));
      case "flip/0" -> to.then(new HorizontalFlip());
      case "flip/1" -> to.then(new HorizontalFlip(n[0]));
      case "resizedcrop/1" -> to.then(new RandomResizedCrop(whole(name, n[0])));
      case "resizedcrop/2" ->
          to.then(new RandomResizedCrop(whole(name, n[0]), whole(name, n[0]), n[1]));
      case "resize/1" -> to.then(Resize.shorterSide(whole(name, n[0])));
      case "center/1" -> to.then(new CenterCrop(whole(name, n[0]), whole(name, n[0])));
      case "jitter/1" -> to.then(new ColorJitter(n[0], n[0], n[0], 0));
      case "jitter/4" -> to.then(new ColorJitter(n[0], n[1], n[2], n[3]));
      case "cutout/1" -> to.then(new Cutout(whole(name, n[0])));
      case "mixup/1" -> to.then(new Mixup(n[0]));
      default -> throw unknown(name);
    };
  }

  private static int whole(String name, double number) {
    if (number != (int) number) {
      throw unknown(name);
    }
    return (int) number;
  }

  private static DataException unknown(String name) {
    return new DataException(
        "augmentation", Problem.BAD_ARGUMENT, "some of " + NAMES, "\"" + name + "\"", "");
  }
}
