export interface HelpPage {
  title: string;
  text: string;
  questions: readonly [string, ...string[]];
  answer: string;
  followUps: ReadonlyArray<{ question: string; answer: string }>;
}

/** The help pages of a shop for bicycles and their parts, with what people ask about them. */
export const helpPages: readonly [HelpPage, ...HelpPage[]] = [
  {
    title: "Returns and refunds",
    text: "Unused goods can be sent back within 30 days of delivery. The refund goes to the original means of payment within 5 working days after the parcel has been checked. Return shipping is free inside the European Union.",
    questions: [
      "How long do I have to send something back?",
      "I changed my mind about the saddle. Can I return it?",
      "What is your return policy?",
    ],
    answer:
      "You can send back anything that is unused within 30 days of delivery. Return shipping is free inside the EU, and we refund the original means of payment within 5 working days after the parcel has been checked.",
    followUps: [
      {
        question: "And if the box is already open?",
        answer:
          "An open box is fine as long as the part was not mounted. Please put everything back into the original packaging so that it survives the way to us.",
      },
      {
        question: "Where do I get the label?",
        answer:
          "Open the order in your account and choose “Return items”. The label arrives by e-mail within a few minutes; you can also show the code at the parcel shop and have it printed there.",
      },
    ],
  },
  {
    title: "Battery care",
    text: "Store the battery between 30 and 60 percent charge, at 10 to 20 °C. Do not charge below freezing. Capacity of at least 70 percent after 2 years or 500 full cycles is covered by the warranty.",
    questions: [
      "How should I store the e-bike battery over the winter?",
      "My battery only reaches half its range, is that normal?",
      "Wie lagere ich den Akku im Winter?",
    ],
    answer:
      "Keep the battery indoors at 10 to 20 °C with a charge of 30 to 60 percent, and do not charge it below freezing. In the cold a third of the range can be missing for a while; it comes back when it gets warmer.",
    followUps: [
      {
        question: "When would the warranty cover it?",
        answer:
          "If the battery holds less than 70 percent of its capacity within 2 years or 500 full charge cycles, we replace it. A dealer can read the exact value in about ten minutes.",
      },
    ],
  },
  {
    title: "Frame sizes",
    text: "Inseam in centimetres times 0.66 gives the frame height of a road bike, times 0.225 the size of a mountain bike in inches. Between two sizes the smaller one handles more easily.",
    questions: [
      "Which frame size do I need with an inseam of 84 cm?",
      "I am 1.78 m tall, which frame fits me?",
      "How do I measure for the right frame?",
    ],
    answer:
      "Measure your inseam without shoes. For a road bike multiply it by 0.66: with 84 cm that is a frame of about 55 cm. For a mountain bike multiply by 0.225, which gives 19 inches. Between two sizes we suggest the smaller one.",
    followUps: [
      {
        question: "What if I ride mostly in the city?",
        answer:
          "Then comfort counts for more: take the larger of two sizes and a shorter stem, so that you sit upright and see the traffic.",
      },
      {
        question: "Can I try it somewhere?",
        answer:
          "Yes. Our partners lend test bikes for a day in 42 cities; choose “Test ride” on the page of the bike to see the dates.",
      },
    ],
  },
  {
    title: "Payment",
    text: "We take cards, PayPal, bank transfer and payment in 3 instalments from 150 euros. A declined card is tried once more after 24 hours. Invoices are in the account under Orders.",
    questions: [
      "My card was declined but the order is still open. What now?",
      "Can I pay in instalments?",
      "Where do I find my invoice?",
    ],
    answer:
      "The order stays open for 24 hours: we try the card once more, and until then you can choose another way to pay under “Orders”. We take cards, PayPal, bank transfer and, from 150 euros, three instalments. Invoices are in the same place.",
    followUps: [
      {
        question: "Does the instalment plan cost extra?",
        answer: "No. Three instalments are free of interest; the first one is due when the parcel leaves us.",
      },
    ],
  },
  {
    title: "Brakes",
    text: "New disc brakes need 30 firm stops from 25 km/h to bed in. Squealing usually comes from oil on the disc: clean with isopropyl alcohol. Pads are worn at 0.5 mm.",
    questions: [
      "My new disc brakes squeal loudly. Are they broken?",
      "When do I have to replace the brake pads?",
      "ブレーキの音が大きいのですが、どうすればいいですか？",
    ],
    answer:
      "Most likely they are not bedded in yet: brake firmly from 25 km/h about thirty times without blocking the wheel. If they still squeal, clean the discs with isopropyl alcohol. Pads need replacing when less than 0.5 mm of material is left.",
    followUps: [
      {
        question: "Can I use brake cleaner from a car shop?",
        answer:
          "Only one without oil or silicone in it. When in doubt take isopropyl alcohol, it leaves nothing behind. 🚲",
      },
    ],
  },
];
