/** Types of omise.js, the browser library of Chamra. Reference this file, or copy it into your project. */
declare namespace OmiseJs {
  /** An answer of the API: an object, or an error with `object: "error"`, `code` and `message`. */
  interface Answer {
    object?: string;
    id?: string;
    code?: string;
    message?: string;
    [field: string]: unknown;
  }

  /** `statusCode` is the HTTP status; 200 is success, 0 means that the gateway could not be reached. */
  type Callback = (statusCode: number, response: Answer) => void;

  interface CardData {
    name: string;
    number: string;
    expiration_month: string | number;
    expiration_year: string | number;
    security_code?: string | number;
    street1?: string;
    street2?: string;
    city?: string;
    state?: string;
    country?: string;
    postal_code?: string;
    phone_number?: string;
    email?: string;
  }

  interface SourceOptions {
    /** In the currency's smallest unit: satang. */
    amount: number;
    currency: string;
    installment_term?: number;
    /** true when the merchant pays the interest; the account's setting by default. */
    zero_interest_installments?: boolean;
    platform_type?: "IOS" | "ANDROID" | "WEB";
    [option: string]: unknown;
  }

  interface Omise {
    publicKey: string | null;
    /** Keeps the key for the calls that follow, and returns it. */
    setPublicKey(key: string): string;
    /** Sends a card to the vault through a hidden frame of the gateway's origin. */
    createToken(type: "card", data: CardData, callback: Callback): void;
    createToken(type: string, data: Record<string, unknown>, callback: Callback): void;
    /** Sets `options.type`, as the original does. */
    createSource(type: string, options: SourceOptions, callback: Callback): void;
  }

  type YesNo = "yes" | "no";
  type Locale = "en" | "th" | "ja";

  interface BillingAddress {
    street1?: string;
    street2?: string;
    city?: string;
    state?: string;
    country?: string;
    postal_code?: string;
    phone_number?: string;
  }

  /** Result of the payer's choice: a card gives a token, K PLUS a source, white-label installments both. */
  interface Result {
    token?: string;
    source?: string;
    /** The payer ticked "remember this card" (embedded card form). */
    remember?: boolean;
  }

  /** Styles of the form: CSS values. Invalid values are ignored. */
  interface FormStyle {
    /** Fonts of the payer's device; the frame loads no others. */
    fontFamily?: string;
    fontSize?: string | number;
    input?: {
      height?: string;
      borderRadius?: string;
      border?: string;
      focusBorder?: string;
      background?: string;
      color?: string;
      labelColor?: string;
      placeholderColor?: string;
    };
    checkBox?: { textColor?: string; themeColor?: string; border?: string };
    submitButton?: { backgroundColor?: string; textColor?: string };
    link?: { textColor?: string };
    /** Pop-up: Escape still closes it. */
    closeButton?: { visible?: boolean };
    /** Pop-up: the logo and the names at the top. */
    merchantSection?: { visible?: boolean };
    /** Pop-up, where there is more room than on a phone. */
    body?: {
      width?: string;
      /** Ignored. */
      padding?: unknown;
    };
    /** Ignored. */
    methodsListSection?: unknown;
    /** Ignored. */
    securedBySection?: unknown;
    /** Ignored. */
    defaultSelectPaymentMethods?: unknown;
  }

  interface Config {
    key?: string;
    /** Alias of `key`. */
    publicKey?: string;
    /** In the currency's smallest unit: satang. */
    amount?: number | string;
    currency?: string;
    /** Address of the store's logo. */
    image?: string;
    /** Alias of `image`. */
    logo?: string;
    frameLabel?: string;
    frameDescription?: string;
    submitLabel?: string;
    /** Text, not markup. A button with its own text keeps it unless this is given for that button. */
    buttonLabel?: string;
    /** Whether the form asks for city and postal code. */
    location?: YesNo;
    /** Alias of `location`. */
    locationField?: YesNo;
    submitAuto?: YesNo;
    /** Selector of the form that an attached button fills; else the form around the button. `open()` by itself fills none. */
    submitFormTarget?: string;
    /** Brands that the card field shows, divided by spaces. */
    cardBrands?: string;
    locale?: Locale;
    defaultPaymentMethod?: string;
    /** `"installment, mobile_banking_kbank"`, or an array; parts in parentheses narrow a group: `"installment(ktc, bay)"`. */
    otherPaymentMethods?: string | string[];
    autoCardNumberFormat?: YesNo;
    hideAmount?: "true" | "false" | boolean;
    billingName?: string;
    billingAddress?: BillingAddress;
    /** Behind the form: a CSS colour. */
    backgroundColor?: string;
    /** Ignored. */
    expiryDateStyle?: string;
    /** Ignored. */
    description?: string;
    /** Ignored: `element` says it. */
    embedded?: boolean;
    /** true when the merchant pays installment interest; say the same at the charge. The account's setting by default. */
    zeroInterestInstallments?: boolean;

    /** Where to embed the form instead of opening it over the page: an element or its selector. */
    element?: Element | string | null;
    /** Embedded card form without a button of its own: `requestCardToken` sends it. */
    customCardForm?: boolean;
    /** Embedded installment form without a button of its own: `requestCardToken` sends it. */
    customInstallmentForm?: boolean;
    customCardFormTheme?: "light" | "dark";
    customCardFormHideRememberCard?: boolean;
    customCardFormBrandIcons?: string[];
    iframeAppId?: string;
    style?: FormStyle;

    /**
     * The pop-up gives the id of the source, or else of the token; the embedded card form gives an object.
     * The second argument always has both ids, as far as there are any.
     */
    onCreateTokenSuccess?: (nonce: string & Result, result: Result) => void;
    /** Installments: token and source. */
    onCreateSuccess?: (result: Result) => void;
    onError?: (errors: string[]) => void;
    /** The form was closed without paying. */
    onFormClosed?: (frame: HTMLIFrameElement) => void;
  }

  interface Button {
    /** A selector. */
    buttonId: string;
    /** The button's configuration, merged over the defaults of that time. */
    configuration: Config;
  }

  /** Read-only state of OmiseCard. */
  interface App {
    iframe: HTMLIFrameElement | null;
    iframeLoaded: boolean;
    defaultConfig: Config;
    /** The configuration with which the form was opened; empty after payment. */
    currentOpenConfig: Config;
    /** The form that receives the result: that of the last clicked button; at first, that of the script with attributes. */
    formElement: HTMLFormElement | null;
    allConfigureButtons: Button[];
  }

  interface OmiseCard {
    readonly app: App;
    /** Merges into the defaults, prepares the form's frame and returns the defaults. */
    configure(config: Config): Config;
    /** Remembers a button; `attach` connects it. */
    configureButton(buttonId: string, config?: Config): Button;
    /** Connects the remembered buttons with their forms, prepares the form's frame and returns the buttons' elements. */
    attach(): HTMLElement[];
    /** Shows the form once it has loaded; false when nothing was configured. */
    open(config?: Config, callback?: (frame: HTMLIFrameElement) => void): boolean;
    /** Calls back when the form is gone; false when nothing was configured. */
    close(callback?: (frame: HTMLIFrameElement) => void): boolean;
    /** Removes the form and all configuration. */
    destroy(): void;
    /** Embedded form: asks it for a token, and a source where one belongs to it. Success and faults come to the callbacks. */
    requestCardToken(
      billing?: BillingAddress | { email?: string; billingAddress?: BillingAddress | null } | null,
    ): void;
    getDefaultConfig(): Config;
    getAllConfigureButtons(): Button[];
  }
}

declare var Omise: OmiseJs.Omise;
declare var OmiseCard: OmiseJs.OmiseCard;
