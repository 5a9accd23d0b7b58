package org.modaj.data.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class CausesTest {

  @Test
  void files_are_not_named_again() {
    assertThat(Causes.said(new NoSuchFileException("a.bin"))).isEqualTo("no such file");
    assertThat(Causes.said(new AccessDeniedException("a.bin"))).isEqualTo("no permission");
    assertThat(Causes.said(new FileSystemException("a.bin", null, "Is a directory.")))
        .isEqualTo("Is a directory");
    assertThat(Causes.said(new UnknownHostException("example.invalid")))
        .isEqualTo("no host of the name example.invalid");
    assertThat(Causes.said(new ConnectException("Connection refused")))
        .isEqualTo("Connection refused");
  }

  @Test
  void names_of_classes_and_what_is_said_of_the_code_are_left_out() {
    IOException inner = new IOException("Error reading PNG image data.");
    assertThat(Causes.said(inner)).isEqualTo("Error reading PNG image data");
    assertThat(Causes.said(new UncheckedIOException(inner)))
        .isEqualTo("Error reading PNG image data");
    assertThat(Causes.said(new IOException(new IOException(inner))))
        .isEqualTo("Error reading PNG image data");
    for (Exception e :
        new Exception[] {
          new IndexOutOfBoundsException("Index 5 out of bounds for length 3"),
          new ClassCastException(
              "class java.lang.Integer cannot be cast to class java.lang.String"),
          new NullPointerException(),
          new IllegalArgumentException(),
          new IllegalArgumentException(new NullPointerException()),
          new IOException("..")
        }) {
      assertThat(Causes.said(e)).as("%s", e).isEqualTo("contents that make no sense");
    }
  }

  @Test
  void failures_of_the_system_that_say_nothing_have_words_of_their_own() {
    ConnectException unresolved = new ConnectException();
    unresolved.initCause(new UnresolvedAddressException());
    ConnectException outer = new ConnectException();
    outer.initCause(unresolved);
    assertThat(Causes.said(unresolved)).isEqualTo("no host of that name");
    assertThat(Causes.said(outer)).isEqualTo("no host of that name");
    assertThat(Causes.said(new ConnectException())).isEqualTo("no connection");
    assertThat(Causes.said(new EOFException())).isEqualTo("an end that comes too early");
    assertThat(Causes.said(new ClosedChannelException()))
        .isEqualTo("a connection or file that was closed");
    assertThat(Causes.said(new IOException()))
        .isEqualTo("a failure that the system does not explain");
  }

  @Test
  void one_line_is_said() {
    assertThat(Causes.said(new IllegalStateException("Bad header: 3\n at line 4")))
        .isEqualTo("Bad header: 3");
  }
}
