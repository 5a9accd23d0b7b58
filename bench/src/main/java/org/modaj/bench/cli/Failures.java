package org.modaj.bench.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.modaj.engine.io.Printable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says what went wrong, in one line where a line is enough.
 *
 * <p>Wrong usage: the message and where to find help. A failure the program foresees (an exception
 * of this project's own, of the file system, or too little memory): {@code error: } and its
 * message. Anything else is a bug, and the user is told how to see where. A stack trace appears
 * under {@code --debug} only.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final String PROJECT = "org.modaj.";
  private static final long MIB = 1 << 20;

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("error: " + Printable.line(String.valueOf(wrong.getMessage())));
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for its options.");
    err.flush();
    return Cli.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
    return report(e, command);
  }

  /** Prints a failure to the command's error stream and returns the exit code. */
  static int report(Throwable thrown, CommandLine command) {
    Throwable failure = unwrap(thrown);
    PrintWriter err = command.getErr();
    if (isForeseen(failure)) {
      err.println("error: " + Printable.line(message(failure)));
    } else {
      err.println("error: internal error: " + Printable.line(failure.toString()));
    }
    if (isDebug(command)) {
      thrown.printStackTrace(err);
    } else if (!isForeseen(failure)) {
      err.println("This is a bug. Run the command again with --debug to see where it happened.");
    }
    err.flush();
    return Cli.FAILED;
  }

  /** Says that the result could not be written, and returns the exit code. */
  static int reportOutput(IOException failure, CommandLine command) {
    return report(
        new IOException(
            "cannot write to standard output: "
                + failure.getMessage()
                + ". The result is incomplete; make room or redirect it to another place.",
            failure),
        command);
  }

  private static boolean isDebug(CommandLine command) {
    Object root = command.getCommandSpec().root().userObject();
    return root instanceof RootCommand options && options.isDebug();
  }

  /** Removes what threads and lambdas wrap around the exception that tells the story. */
  private static Throwable unwrap(Throwable thrown) {
    Throwable cause = thrown.getCause();
    boolean wrapper =
        thrown instanceof UncheckedIOException
            || thrown instanceof CompletionException
            || thrown instanceof ExecutionException
            || cause instanceof OutOfMemoryError;
    return wrapper && cause != null ? unwrap(cause) : thrown;
  }

  private static boolean isForeseen(Throwable failure) {
    return failure instanceof IOException
        || failure instanceof OutOfMemoryError
        || failure.getClass().getName().startsWith(PROJECT);
  }

  private static String message(Throwable failure) {
    String said = failure.getMessage();
    return switch (failure) {
      case NoSuchFileException e -> "no such file or folder: " + e.getFile();
      case AccessDeniedException e -> "no permission to access " + e.getFile();
      case OutOfMemoryError e ->
          "out of memory: "
              + said
              + " (at most "
              + Runtime.getRuntime().maxMemory() / MIB
              + " MiB of heap); allow more with: java -Xmx<size>g -jar moda-bench.jar ...";
      default -> said == null ? failure.getClass().getSimpleName() : said;
    };
  }
}
