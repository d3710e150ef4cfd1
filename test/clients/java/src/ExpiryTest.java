import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.qldbsession.model.InvalidSessionException;

/** A transaction that takes too long. The server that this runs against lets one take a second. */
class ExpiryTest {
  @Test
  void isToldOnceAndTheDriverGoesOn() throws Exception {
    try (var driver = Clients.driver(Clients.createLedger("java-expiry")).maxConcurrentTransactions(1).build()) {
      var table = Clients.createTable(driver);
      var attempts = new ArrayList<String>();
      var expired = assertThrows(InvalidSessionException.class, () -> driver.execute(transaction -> {
        attempts.add(transaction.getTransactionId());
        transaction.execute("INSERT INTO " + table + " ?", Clients.ion("{n: 1}"));
        pause();
      }));
      assertEquals(1, attempts.size(), "an expired transaction is not run again");
      assertTrue(expired.getMessage().startsWith("Transaction " + attempts.get(0) + " has expired"), expired.getMessage());
      assertEquals(List.of(), Clients.execute(driver, "SELECT * FROM " + table));
    }
  }

  private static void pause() {
    try {
      Thread.sleep(1500);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
