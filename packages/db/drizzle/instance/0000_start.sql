CREATE TABLE "access_tokens" (
	"sha256" text PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"scopes" text[] NOT NULL,
	"expires_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"handle" text NOT NULL,
	"account" jsonb NOT NULL,
	CONSTRAINT "accounts_handle_key" UNIQUE("handle")
);
--> statement-breakpoint
CREATE TABLE "comments" (
	"id" text PRIMARY KEY NOT NULL,
	"design" text NOT NULL,
	"author" text NOT NULL,
	"text" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "copies" (
	"design" text PRIMARY KEY NOT NULL,
	"host" boolean NOT NULL,
	"epoch" integer NOT NULL,
	"seq" integer NOT NULL,
	"digest" text,
	"record" text,
	"last_record" text NOT NULL,
	"signed_at" timestamp (3) with time zone,
	"checked_at" timestamp (3) with time zone NOT NULL,
	"refused_reason" text,
	"used_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "designs" (
	"id" text PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"owner_handle" text NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"kind" text NOT NULL,
	"licence" text,
	"tags" text[] NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"host" text NOT NULL,
	"epoch" integer NOT NULL,
	"genesis" text NOT NULL,
	"seq" integer,
	"digest" text,
	"record" text,
	"head_at" timestamp (3) with time zone,
	"head_index" bigint
);
--> statement-breakpoint
CREATE TABLE "holders" (
	"design" text NOT NULL,
	"instance" text NOT NULL,
	"epoch" integer NOT NULL,
	"seq" integer NOT NULL,
	"digest" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "holders_design_instance_pk" PRIMARY KEY("design","instance")
);
--> statement-breakpoint
CREATE TABLE "instances" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"instance" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "likes" (
	"design" text NOT NULL,
	"account" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "likes_design_account_pk" PRIMARY KEY("design","account")
);
--> statement-breakpoint
CREATE TABLE "misses" (
	"design" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "outbox_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"design" text NOT NULL,
	"epoch" integer NOT NULL,
	"seq" integer NOT NULL,
	"record" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"refused" text
);
--> statement-breakpoint
CREATE TABLE "parents" (
	"child" text NOT NULL,
	"position" integer NOT NULL,
	"parent" text NOT NULL,
	"commit" text NOT NULL,
	"relation" text NOT NULL,
	"licence" text,
	"folder" text,
	CONSTRAINT "parents_child_position_pk" PRIMARY KEY("child","position")
);
--> statement-breakpoint
CREATE TABLE "replica" (
	"id" integer PRIMARY KEY NOT NULL,
	"applied_index" bigint NOT NULL,
	"head_index" bigint NOT NULL,
	"registry_heard_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"sha256" text PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_ins" (
	"account" text PRIMARY KEY NOT NULL,
	"handle" text NOT NULL,
	"display_name" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"expires_at" timestamp (3) with time zone,
	"scope" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trust_decisions" (
	"index" bigint PRIMARY KEY NOT NULL,
	"instance" text NOT NULL,
	"decision" jsonb NOT NULL
);
--> statement-breakpoint
CREATE INDEX "comments_design_at_idx" ON "comments" USING btree ("design","at");--> statement-breakpoint
CREATE UNIQUE INDEX "designs_owner_slug_key" ON "designs" USING btree ("owner_handle","slug");--> statement-breakpoint
CREATE INDEX "designs_host_idx" ON "designs" USING btree ("host");--> statement-breakpoint
CREATE INDEX "designs_created_at_idx" ON "designs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "likes_account_idx" ON "likes" USING btree ("account");--> statement-breakpoint
CREATE INDEX "misses_design_at_idx" ON "misses" USING btree ("design","at");--> statement-breakpoint
CREATE UNIQUE INDEX "outbox_state_key" ON "outbox" USING btree ("design","epoch","seq");--> statement-breakpoint
CREATE INDEX "parents_parent_idx" ON "parents" USING btree ("parent");--> statement-breakpoint
CREATE INDEX "sessions_account_idx" ON "sessions" USING btree ("account");