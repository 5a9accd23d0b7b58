package org.modaj.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
  /** A typed exception, as every package of the project has them. */
  private static final class BadClassException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    BadClassException() {
      super("compose: class 12: expected 0 to 9");
    }
  }

  static Arguments[] foreseen() {
    Exception typed = new BadClassException();
    return new Arguments[] {
      Arguments.of(typed, "compose: class 12: expected 0 to 9"),
      Arguments.of(new CompletionException(typed), "compose: class 12: expected 0 to 9"),
      Arguments.of(new ExecutionException("in a thread", typed), typed.getMessage()),
      Arguments.of(new NoSuchFileException("a.bin"), "no such file or folder: a.bin"),
      Arguments.of(new AccessDeniedException("a.bin"), "no permission to access a.bin"),
      Arguments.of(new FileSystemException("a", null, "No space left"), "a: No space left"),
      Arguments.of(new UncheckedIOException(new IOException("cut short")), "cut short"),
      Arguments.of(new IOException(), "IOException"),
    };
  }

  @ParameterizedTest
  @MethodSource("foreseen")
  void aForeseenFailureIsOneLine(Exception failure, String message) {
    CliRun run = run(failure, "fail");

    assertThat(run.code()).isEqualTo(Cli.FAILED);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).containsExactly("error: " + message);
  }

  @Test
  void tooLittleMemoryNamesTheHeapAndTheFlag() {
    CliRun run = run(new OutOfMemoryError("Java heap space"), "fail");

    assertThat(run.code()).isEqualTo(Cli.FAILED);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("error: out of memory: Java heap space").contains("-Xmx");
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void aBugIsTwoLinesThatTellHowToSeeMore(Throwable bug) {
    CliRun run = run(bug, "fail");

    assertThat(run.code()).isEqualTo(Cli.FAILED);
    assertThat(run.err().lines())
        .containsExactly(
            "error: internal error: " + bug,
            "This is a bug. Run the command again with --debug to see where it happened.");
  }

  static Throwable[] bugs() {
    return new Throwable[] {new IllegalStateException("impossible"), new AssertionError("lanes")};
  }

  @Test
  void debugShowsTheWholeStackTrace() {
    CliRun run = run(new CompletionException(new BadClassException()), "fail", "--debug");

    assertThat(run.code()).isEqualTo(Cli.FAILED);
    assertThat(run.err().lines()).first().isEqualTo("error: compose: class 12: expected 0 to 9");
    assertThat(run.err()).contains("Caused by: ", "\tat " + FailuresTest.class.getName());
  }

  private static CliRun run(Throwable failure, String... args) {
    CommandLine commands = Cli.commandLine();
    commands.addSubcommand("fail", new Fail(failure));
    return CliRun.of(commands, args);
  }

  @Command(name = "fail")
  private record Fail(Throwable failure) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      if (failure instanceof Error e) {
        throw e;
      }
      throw (Exception) failure;
    }
  }
}
