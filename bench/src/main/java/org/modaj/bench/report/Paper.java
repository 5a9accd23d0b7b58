package org.modaj.bench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.modaj.bench.reproduce.View;

/** The paper's numbers. Where it has no such data set as ours, those of CIFAR-10 stand beside. */
final class Paper {
  private static final String RESOURCE = "paper-results.json";
  private static final View NUMBERS = read();

  private Paper() {}

  private static View read() {
    try (InputStream in = Paper.class.getResourceAsStream(RESOURCE)) {
      byte[] bytes = Objects.requireNonNull(in, RESOURCE).readAllBytes();
      return View.parse(RESOURCE, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of them. */
  static View numbers() {
    return NUMBERS;
  }

  /** The data set whose numbers stand beside those of ours; empty for none. */
  static String reference(String data) {
    return switch (data) {
      case "svhn", "cifar10", "cifar100", "imagenet100r", "imagenet100d" -> data;
      case "embedded" -> "cifar10";
      default -> "";
    };
  }

  /** The reference as a reader knows it, such as CIFAR-10. */
  static String label(String data) {
    String reference = reference(data);
    return reference.isEmpty()
        ? Format.NONE
        : reference.toUpperCase(Locale.ROOT).replace("CIFAR", "CIFAR-");
  }

  /** A row of a table that lists architectures and data sets; without members if there is none. */
  static View row(String table, String model, String data) {
    return NUMBERS.at(table).items().stream()
        .filter(row -> row.at("model").text().equals(model))
        .filter(row -> row.at("data").text().equals(reference(data)))
        .findFirst()
        .orElse(View.NOTHING);
  }
}
