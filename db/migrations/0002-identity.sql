-- Who may use the platform, and what was done with it.
--
-- @reference account, account_grant, account_session, recovery_code, sign_in_throttle, first_setup
-- @distributed audit_chain, audit_entry
-- @append-only audit_entry

-- ---------------------------------------------------------------- who may

create table account (
  id uuid primary key,
  -- In lower case.
  login text not null unique check (login = lower(login)),
  name text not null,
  -- Where the person belongs; null: nowhere in particular.
  division text references division (code),
  state text not null default 'active' check (state in ('active', 'disabled')),
  signs_in_with text not null check (signs_in_with in ('password', 'oidc')),
  -- 'service', or the one separated duty that this account holds, and then nothing beside it: see account_grant.
  duty text not null default 'service'
    check (duty in ('service', 'systemAdministrator', 'securityAdministrator', 'auditAdministrator')),
  -- argon2id, with its parameters.
  password_hash text,
  password_changed_at timestamptz,
  must_change_password boolean not null default false,
  -- The secret of the authenticator, sealed; `pending` until a first code proved it.
  totp_sealed bytea,
  totp_pending bytea,
  -- The last step a code was taken for, so that no code is good twice.
  totp_last_step bigint,
  oidc_issuer text,
  oidc_subject text,
  created_at timestamptz not null,
  created_by text not null,
  last_sign_in_at timestamptz,
  unique (id, duty),
  unique (oidc_issuer, oidc_subject)
);

create table account_grant (
  id uuid primary key,
  account_id uuid not null,
  role text not null,
  -- Follows from the role. With the foreign key it keeps the three administrators apart: an account has one duty.
  duty text not null check (
    duty = case
      when role in ('systemAdministrator', 'securityAdministrator', 'auditAdministrator') then role
      else 'service'
    end
  ),
  -- The subtree in which the role holds; null: everywhere.
  division text references division (code),
  -- Only this department; null: all.
  department text,
  granted_at timestamptz not null,
  granted_by text not null,
  foreign key (account_id, duty) references account (id, duty)
);

create index account_grant_of_account on account_grant (account_id);

create table account_session (
  id uuid primary key,
  -- SHA-256 of the token in the cookie.
  digest bytea not null unique,
  account_id uuid not null references account (id),
  -- 'pending': the password was right, the second factor is still missing.
  state text not null check (state in ('pending', 'active')),
  method text not null check (method in ('password', 'secondFactor', 'oidc')),
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  until timestamptz not null,
  address text not null default '',
  user_agent text not null default ''
);

create index account_session_of_account on account_session (account_id);

create table recovery_code (
  account_id uuid not null references account (id),
  -- HMAC of the code with a key outside the database.
  digest text not null,
  used_at timestamptz,
  primary key (account_id, digest)
);

-- Failures to sign in, by a digest of the login or of the address: no names are kept, and logins that do not exist count alike.
create table sign_in_throttle (
  key text primary key,
  failures integer not null,
  -- Tells the attempt that was counted last from those that were refused.
  last_attempt uuid not null,
  last_failed_at timestamptz not null,
  locked_until timestamptz
);

-- One row once the first administrator was made: nobody can do it twice.
create table first_setup (
  sole boolean primary key default true check (sole),
  done_at timestamptz not null,
  account_id uuid not null references account (id)
);

-- ---------------------------------------------------------------- what was done

-- The last entry of a chain. Its row is locked while an entry is added, so that numbers have no gaps.
create table audit_chain (
  division text primary key,
  last_seq bigint not null,
  last_digest text not null
);

create table audit_entry (
  -- The chain: the division concerned; '-' where there is none.
  division text not null,
  seq bigint not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('account', 'token', 'nobody', 'system')),
  actor_id text,
  actor_name text,
  address text,
  action text not null,
  object text not null,
  outcome text not null check (outcome in ('done', 'refused', 'failed')),
  status smallint,
  problem text,
  fields text[] not null,
  -- Why, where the person had to say.
  reason text,
  request_id text,
  -- HMAC of this entry and of the digest before it, with a key outside the database.
  digest text not null,
  primary key (division, seq)
);

create index audit_entry_at on audit_entry (at, division, seq);
