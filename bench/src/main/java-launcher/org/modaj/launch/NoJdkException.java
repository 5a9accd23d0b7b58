package org.modaj.launch;

/** There is no JDK to run the application on; the message says what is needed and what to do. */
final class NoJdkException extends Exception {
  private static final long serialVersionUID = 1L;

  NoJdkException(String message) {
    super(message);
  }
}
