package org.modaj.bench;

/** Entry point of the command line, started by the launcher inside a JVM that has the Vector API. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {}
}
